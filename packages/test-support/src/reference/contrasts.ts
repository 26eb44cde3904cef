import { dot, indicesOf, logSum, mean } from './sums.js';

type Block = number[][][];

const length = (x: readonly number[]): number => Math.max(1e-6, Math.hypot(...x));
const cosine = (x: number[], y: number[]): number => dot(x, y) / (length(x) * length(y));
const pooled = (clip: number[][]): number[] => indicesOf(clip[0] as number[]).map((d) => mean(clip.map((z) => z[d] as number)));

/** Both ways: -1/2B sum_i log softmax_j(S_ij / temperature)_i + log softmax_j(S_ji / temperature)_i. */
function bothWays(score: (i: number, j: number) => number, clips: readonly number[], temperature: number): number {
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
