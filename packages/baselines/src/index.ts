export { clipContrast } from './clip-contrast.js';
export { infonce, type InfoNceOptions } from './infonce.js';
export { lateInteraction, lateInteractionScores, type LateInteractionOptions } from './late-interaction.js';
