import { CmgError, defineExtractor } from '@cmg/core';
import { z } from 'zod';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

const options = z.strictObject({
  scale: z.number().positive().default(1).describe('factor of every number'),
});

/** How often each letter occurs in each word, [26] a word: no weights, and words that are spelt alike are close. */
export const exampleExtractor = defineExtractor({
  name: 'example',
  description: 'how often each letter occurs in each word, [26]',
  kind: 'text',
  options,
  open: async ({ scale }) => ({
    format: { kind: 'text' },
    featureShape: [LETTERS.length],
    fingerprint: '1',
    async extract({ text }) {
      const words = text.toLowerCase().match(/\p{L}+/gu);
      if (words === null) throw new CmgError(`there is no word in '${text}'`);
      const counts = new Float32Array(words.length * LETTERS.length);
      words.forEach((word, row) => {
        for (const letter of word) {
          const column = LETTERS.indexOf(letter);
          const at = row * LETTERS.length + column;
          if (column >= 0) counts[at] = (counts[at] ?? 0) + scale;
        }
      });
      return counts;
    },
    dispose: () => undefined,
  }),
});
