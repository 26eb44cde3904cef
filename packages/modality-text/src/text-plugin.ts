import type { ModalityPlugin } from '@cmg/core';
import { textBert, textClap, textClip, textMinilm, textSiglip, textTransformers } from '@cmg/media';
import { gloveExtractor } from './extract/glove-extractor.js';
import { vectorsExtractor } from './extract/vectors-extractor.js';
import { wordsExtractor } from './extract/words-extractor.js';
import { textModality } from './text-modality.js';
import type { TextOptions } from './text-options.js';

/** {@link textModality} with its extractors. */
export const textPlugin: ModalityPlugin<TextOptions> = {
  ...textModality,
  extractors: [gloveExtractor, vectorsExtractor, wordsExtractor, textTransformers, textMinilm, textBert, textClip, textSiglip, textClap],
};
