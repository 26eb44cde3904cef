import type { Extractor } from '@cmg/core';
import { fileHash } from '@cmg/media';
import { z } from 'zod';
import { gloveFile, loadGlove } from './glove-file.js';
import { WordDescriber } from './word-table.js';

/** The shipped GloVe vector of each word, [100]; of an unknown word its spelling: see {@link WordDescriber}. */
export const gloveExtractor: Extractor<Record<string, never>, 'text'> = {
  name: 'glove',
  description: 'a shipped GloVe vector for each English word, [100]; other words by their spelling',
  kind: 'text',
  options: z.strictObject({}),
  async open() {
    const table = await loadGlove();
    const describer = new WordDescriber(table);
    return {
      format: { kind: 'text' },
      featureShape: [table.width],
      fingerprint: await fileHash(gloveFile()),
      extract: async (media, onNote) => describer.describe(media, onNote),
      dispose: () => undefined,
    };
  },
};
