import type { PortableExtractor } from '@cmg/core';
import { z } from 'zod';
import { wordVector } from './word-vector.js';
import { wordsOf } from './words-of.js';

const options = z.strictObject({
  width: z.int().min(1).default(64).describe('values per word; 64 in the digits corpus'),
});

export type WordsOptions = z.infer<typeof options>;

/** A fixed random vector for each word, [width] per word: see `wordVector`. Used for the digits corpus. */
export const portableWords: PortableExtractor<WordsOptions, 'text'> = {
  name: 'words',
  description: 'a fixed random vector for each word, [width]; needs no weights and carries no meaning',
  kind: 'text',
  options,
  openWith: ({ width }) => ({
    format: { kind: 'text' },
    featureShape: [width],
    fingerprint: '1',
    async extract({ text }) {
      const words = wordsOf(text);
      const out = new Float32Array(words.length * width);
      words.forEach((word, i) => out.set(wordVector(word, width), i * width));
      return out;
    },
    dispose: () => undefined,
  }),
};
