export { FRAME_SIDE, LetterNetwork } from './extract/letter-network.js';
export { officialVideoNames, type OfficialVideoNames } from './official-names.js';
export { spatialPooling } from './spatial-pooling.js';
export { videoOptions, type VideoOptions } from './video-options.js';
export { videoPlugin } from './video-plugin.js';
