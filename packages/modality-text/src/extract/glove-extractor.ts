import type { Extractor } from '@cmg/core';
import { fileHash } from '@cmg/media';
import { gloveFile, loadGlove } from './glove-file.js';
import { portableGlove } from './portable-glove.js';

/** {@link portableGlove} with the shipped vectors. */
export const gloveExtractor: Extractor<Record<string, never>, 'text'> = {
  ...portableGlove,
  async open(options) {
    const fingerprint = await fileHash(gloveFile());
    return { ...portableGlove.openWith(options, await loadGlove()), fingerprint };
  },
  weights: loadGlove,
};
