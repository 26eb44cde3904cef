import { z } from 'zod';

export const codebookOptions = z.strictObject({
  size: z.int().min(2).default(128).describe('K, the number of codes'),
  initial: z
    .enum(['uniform', 'samples', 'aligned', 'kmeans'])
    .default('samples')
    .describe(
      'first codes: uniform in +-1/K (official), random segments of the first batch, the mean of all modalities at random ' +
        'segments, or the k-means centres of all segments',
    ),
  initialCount: z
    .number()
    .min(0)
    .default(1)
    .describe('N of every code at the start; the official code has 0, which kills each code that the first batch misses'),
  distance: z
    .enum(['euclidean', 'cosine'])
    .default('euclidean')
    .describe('which code is the nearest: by its distance, or by the angle alone'),
  heads: z
    .int()
    .min(1)
    .default(1)
    .describe('H: a segment is cut into this many parts, D/H wide, each of which falls on a code; all parts share the K codes'),
  gradient: z
    .enum(['straight-through', 'rotation'])
    .default('straight-through')
    .describe('how the gradient of a code reaches its segment: as it is, or turned and scaled as the code is to the segment'),
});

/** The combinations of all heads' codes are numbered 0 to K^H - 1, and are read from a table with as many rows. */
const MOST_COMBINED_CODES = 16_384;

/** Options of the codebook that all modalities share. */
export type CodebookOptions = z.infer<typeof codebookOptions>;

/** What is wrong with the number of heads, given D; undefined if nothing is. */
export function headsMistake({ size, heads }: CodebookOptions, width: number): string | undefined {
  if (width % heads !== 0) return `${heads} heads cannot share a width of ${width} equally`;
  if (heads === 1 || size ** heads <= MOST_COMBINED_CODES) return undefined;
  return `${heads} heads on ${size} codes make ${size ** heads} combinations, at most ${MOST_COMBINED_CODES} can be told apart: lower size or heads`;
}
