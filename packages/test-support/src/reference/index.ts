export { fullBound, logLikelihood, type PlainGaussian, sampledBound } from './club.js';
export { type CodeMatchingForm, codeMatchingLoss } from './code-matching-loss.js';
export { commitment, crossCommitment, meanSquaredError } from './commitment.js';
export { infonce, lateInteraction, lateInteractionScore } from './contrasts.js';
export { contrastOfPair, type CpcForm, crossCpc, lstm, type PlainLstm } from './cross-cpc.js';
export { emaUpdate, type PlainShare } from './ema-update.js';
export { affine, type Affine, reluNetwork } from './networks.js';
