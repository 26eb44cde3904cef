import type { ModalityPlugin } from '@cmg/core';
import { audioClap, audioTransformers, audioWav2vec2 } from '@cmg/media';
import { audioModality } from './audio-modality.js';
import type { AudioOptions } from './audio-options.js';
import { logMelExtractor } from './extract/log-mel-extractor.js';
import { audioTfjs } from './extract/tfjs-extractor.js';
import { vggishExtractor } from './extract/vggish-extractor.js';

/** {@link audioModality} with its extractors. */
export const audioPlugin: ModalityPlugin<AudioOptions> = {
  ...audioModality,
  extractors: [logMelExtractor, vggishExtractor, audioTfjs, audioTransformers, audioClap, audioWav2vec2],
};
