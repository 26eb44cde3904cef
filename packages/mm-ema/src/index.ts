export { cmcm, type CmcmOptions } from './cmcm.js';
export { codeMatch, type CodeMatch } from './code-match.js';
export { codeMatchingLoss, type CodeMatchingVariant } from './code-matching-loss.js';
export { crossCommitmentLoss } from './cross-commitment-loss.js';
export { crossCommitment, type CrossCommitmentOptions } from './cross-commitment.js';
export { mmEma, type MmEmaOptions } from './mm-ema.js';
export { pairedVectors, type Pairing } from './paired-vectors.js';
