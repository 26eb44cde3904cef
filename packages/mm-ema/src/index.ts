export { cmcm, codeMatch, codeMatchingLoss, type CmcmOptions, type CodeMatch, type CodeMatchingVariant } from './cmcm.js';
export { crossCommitment, crossCommitmentLoss, type CrossCommitmentOptions } from './cross-commitment.js';
export { mmEma, type MmEmaOptions } from './mm-ema.js';
export { pairedVectors, type Pairing } from './paired-vectors.js';
