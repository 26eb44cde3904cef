export { clipContrast, type ContrastOptions } from './clip-contrast.js';
export { infonce } from './infonce.js';
export { lateInteraction, lateInteractionScores } from './late-interaction.js';
