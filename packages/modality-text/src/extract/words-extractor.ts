import type { Extractor } from '@cmg/core';
import { portableWords, type WordsOptions } from './portable-words.js';

/** {@link portableWords}, which needs no weights. */
export const wordsExtractor: Extractor<WordsOptions, 'text'> = {
  ...portableWords,
  open: async (options) => portableWords.openWith(options, new Map()),
  weights: async () => new Map(),
};
