export { audioOptions, type AudioOptions } from './audio-options.js';
export { audioPlugin } from './audio-plugin.js';
export { logMelDescriptor, LOG_MEL_WIDTH } from './extract/log-mel-descriptor.js';
export { logMel, MEL_BANDS, SILENCE, type LogMel } from './extract/log-mel.js';
export { logMelExtractor } from './extract/log-mel-extractor.js';
export { audioTfjs, type AudioTfjsOptions } from './extract/tfjs-extractor.js';
export { vggishExtractor, type VggishOptions } from './extract/vggish-extractor.js';
export { vggishMel, VGGISH_PATCH, VGGISH_SAMPLE_RATE } from './extract/vggish-mel.js';
export { VggishNetwork } from './extract/vggish-network.js';
