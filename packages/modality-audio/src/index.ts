export { audioOptions, type AudioOptions } from './audio-options.js';
export { audioPlugin } from './audio-plugin.js';
export { officialAudioNames, type OfficialAudioNames } from './official-names.js';
