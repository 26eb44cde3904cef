export { fullBound, logLikelihood, sampledBound, type PlainGaussian } from './club.js';
export { codeMatchingLoss, type CodeMatchingForm } from './code-matching-loss.js';
export { commitment, crossCommitment, meanSquaredError } from './commitment.js';
export { contrastOfPair, crossCpc, lstm, type CpcForm, type PlainLstm } from './cross-cpc.js';
export { emaUpdate, type PlainShare } from './ema-update.js';
export { affine, reluNetwork, type Affine } from './networks.js';
