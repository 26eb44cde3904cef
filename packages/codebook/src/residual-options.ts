import { z } from 'zod';
import { codebookOptions } from './codebook-options.js';

/** Options of a codebook of several levels. */
export const residualOptions = codebookOptions.omit({ heads: true }).extend({
  size: codebookOptions.shape.size.describe('K, the number of codes of each level'),
  levels: z.int().min(1).default(4).describe('L: each level quantises what the levels before it leave of a segment'),
  dropout: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe(
      'share of clips in training for which decoder and losses see only the first 1 to L levels, a random number of them; 1 in SoundStream',
    ),
});

export type ResidualOptions = z.infer<typeof residualOptions>;
