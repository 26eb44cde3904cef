export { audioModality as audioPlugin } from './audio-modality.js';
export { audioOptions, type AudioOptions } from './audio-options.js';
export { logMelDescriptor, LOG_MEL_WIDTH } from './extract/log-mel-descriptor.js';
export { logMel, MEL_BANDS, SILENCE, type LogMel } from './extract/log-mel.js';
export { logMelWaveform } from './extract/log-mel-waveform.js';
export { portableLogMel } from './extract/portable-log-mel.js';
export { portableVggish, type VggishOptions } from './extract/portable-vggish.js';
export { vggishMel, VGGISH_PATCH, VGGISH_SAMPLE_RATE } from './extract/vggish-mel.js';
export { VggishNetwork } from './extract/vggish-network.js';
