import { cosine, dot, indicesOf, logSum, mean, pooled } from './sums.js';

type Block = number[][][];
type Score = (i: number, j: number) => number;

/** Both ways: -1/2B sum_i log softmax_j(S_ij / temperature)_i + log softmax_j(S_ji / temperature)_i. */
function bothWays(score: Score, clips: readonly number[], temperature: number): number {
  const s = (i: number, j: number) => score(i, j) / temperature;
  const term = (i: number) => logSum(clips.map((j) => s(i, j))) - s(i, i) + logSum(clips.map((j) => s(j, i))) - s(i, i);
  return mean(clips.map(term)) / 2;
}

/** InfoNCE of two modalities from their features [B][T][D], by the cosines of their means. */
export function infonce(za: Block, zb: Block, temperature: number): number {
  return bothWays((i, j) => cosine(pooled(za[i] as number[][]), pooled(zb[j] as number[][])), indicesOf(za), temperature);
}

/** The similarity of two clips: the mean over segments of the best match in the other, in both directions. */
export function lateInteractionScore(a: number[][], b: number[][]): number {
  const best = (x: number[][], y: number[][]) => mean(x.map((z) => Math.max(...y.map((other) => cosine(z, other)))));
  return (best(a, b) + best(b, a)) / 2;
}

/** InfoNCE of two modalities by the best matches of their segments. */
export function lateInteraction(za: Block, zb: Block, temperature: number): number {
  return bothWays((i, j) => lateInteractionScore(za[i] as number[][], zb[j] as number[][]), indicesOf(za), temperature);
}

/**
 * Adaptive mean margin of two modalities, both directions. The margins are those of `marginOf` [B][T][D] twice: the features themselves, or
 * others, which a gradient of the features does not reach.
 */
export function adaptiveMargin(
  za: Block,
  zb: Block,
  { alpha, divisor, cosines, marginOf = [za, zb] }: { alpha: number; divisor: number; cosines: boolean; marginOf?: [Block, Block] },
): number {
  const clips = indicesOf(za);
  const scoreOf =
    (x: Block, y: Block): Score =>
    (i, j) =>
      (cosines ? cosine : dot)(pooled(x[i] as number[][]), pooled(y[j] as number[][])) / divisor;
  const oneWay = (score: Score, marginScore: Score) =>
    mean(
      clips.map((i) => {
        const others = clips.filter((j) => j !== i);
        if (others.length === 0) return 0;
        const pair = score(i, i) - alpha * (marginScore(i, i) - mean(others.map((j) => marginScore(i, j))));
        return logSum([pair, ...others.map((j) => score(i, j))]) - pair;
      }),
    );
  const swapped =
    (score: Score): Score =>
    (i, j) =>
      score(j, i);
  const [score, margin] = [scoreOf(za, zb), scoreOf(...marginOf)];
  return oneWay(score, margin) + oneWay(swapped(score), swapped(margin));
}
