export { FRAME_SIDE, LetterNetwork } from './extract/letter-network.js';
export { letterNetworkFile, loadLetterNetwork } from './extract/letter-network-file.js';
export { lettersExtractor, type LettersOptions } from './extract/letters-extractor.js';
export { videoTfjs, type VideoTfjsOptions } from './extract/tfjs-extractor.js';
export { vgg19Extractor, type Vgg19Options } from './extract/vgg19-extractor.js';
export { spatialPooling } from './spatial-pooling.js';
export { videoOptions, type VideoOptions } from './video-options.js';
export { videoPlugin } from './video-plugin.js';
