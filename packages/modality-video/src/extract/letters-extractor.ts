import type { Extractor } from '@cmg/core';
import { fileHash } from '@cmg/media';
import { letterNetworkFile, letterWeights } from './letter-network-file.js';
import { type LettersOptions, portableLetters } from './portable-letters.js';

/** {@link portableLetters} with the shipped weights. */
export const lettersExtractor: Extractor<LettersOptions, 'video'> = {
  ...portableLetters,
  async open(options) {
    const fingerprint = await fileHash(letterNetworkFile());
    return { ...portableLetters.openWith(options, await letterWeights()), fingerprint };
  },
  weights: letterWeights,
};
