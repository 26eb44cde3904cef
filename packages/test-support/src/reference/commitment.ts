import { mean } from './sums.js';

type Block = number[][][];

/** Mean over all elements of (a - b)^2. */
export function meanSquaredError(a: Block, b: Block): number {
  return mean(a.flatMap((clip, i) => clip.flatMap((row, t) => row.map((value, d) => (value - (b[i]?.[t]?.[d] as number)) ** 2))));
}

/** beta mse(z, sg q). */
export const commitment = (z: Block, codes: Block, beta: number): number => beta * meanSquaredError(z, codes);

/** beta/2 mean over other modalities of mse(z, sg q^o). */
export const crossCommitment = (z: Block, others: readonly Block[], beta: number): number =>
  (beta / 2) * mean(others.map((codes) => meanSquaredError(z, codes)));
