export { clipContrast, type ContrastOptions } from './clip-contrast.js';
export { assignmentLoss, codeCosines, codis, type CodisOptions, transportCost } from './codis.js';
export { infonce } from './infonce.js';
export { lateInteraction, lateInteractionScores } from './late-interaction.js';
export { mst } from './mst.js';
export { adaptiveMarginContrast, type AdaptiveMargin, sMit, type SMitOptions } from './s-mit.js';
export { transportPlan, type TransportOptions } from './transport-plan.js';
export { hiddenError, turn, type TurnOptions } from './turn.js';
