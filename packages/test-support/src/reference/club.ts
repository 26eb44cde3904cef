import { indicesOf, mean, sum } from './sums.js';

type Block = number[][][];

/** mu and lv of B clips of T segments, C wide. */
export interface PlainGaussian {
  readonly mean: Block;
  readonly logVariance: Block;
}

/** log q(c_j|x_b) at segment t, up to the constant. */
function logDensity({ mean: mu, logVariance }: PlainGaussian, c: Block, b: number, j: number, t: number): number {
  const row = c[j]?.[t] as number[];
  return sum(
    row.map((value, i) => {
      const [m, lv] = [mu[b]?.[t]?.[i] as number, logVariance[b]?.[t]?.[i] as number];
      return -((m - value) ** 2 / Math.exp(lv) + lv) / 2;
    }),
  );
}

/** mean over b, t of log q(c_b|x_b), up to the constant. */
export function logLikelihood(q: PlainGaussian, c: Block): number {
  return mean(c.flatMap((clip, b) => indicesOf(clip).map((t) => logDensity(q, c, b, b, t))));
}

/** All B^2 pairs, one by one. */
export function fullBound(q: PlainGaussian, c: Block): number {
  const pairs = indicesOf(c).flatMap((b) =>
    indicesOf(c).flatMap((j) => indicesOf(c[b] as number[][]).map((t) => logDensity(q, c, b, j, t))),
  );
  return logLikelihood(q, c) - mean(pairs);
}

/** The official code's bound: one permutation, the log variance averaged over time. */
export function sampledBound({ mean: mu, logVariance }: PlainGaussian, c: Block, permutation: readonly number[]): number {
  const over = (clip: number[][], i: number) => clip.map((row) => row[i] as number);
  const error = (b: number, j: number, i: number) => {
    const other = over(c[j] as number[][], i);
    return mean(over(mu[b] as number[][], i).map((m, t) => (m - (other[t] as number)) ** 2));
  };
  const term = (b: number) =>
    sum(
      indicesOf(c[b]?.[0] as number[]).map((i) => {
        const w = Math.exp(mean(over(logVariance[b] as number[][], i)));
        return (error(b, permutation[b] as number, i) - error(b, b, i)) / w;
      }),
    );
  return mean(indicesOf(c).map(term)) / 2;
}
