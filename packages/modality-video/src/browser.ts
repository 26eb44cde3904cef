export { FRAME_SIDE, LetterNetwork } from './extract/letter-network.js';
export { type LettersOptions, portableLetters } from './extract/portable-letters.js';
export { portableVgg19, type Vgg19Options } from './extract/portable-vgg19.js';
export { spatialPooling } from './spatial-pooling.js';
export { videoModality as videoPlugin } from './video-modality.js';
export { videoOptions, type VideoOptions } from './video-options.js';
