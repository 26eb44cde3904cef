import { indicesOf, logSum, mean, softmax, sum } from './sums.js';

type Block = number[][][];

export type CodeMatchingForm = 'improved' | 'paper' | 'official';

/** L_cmcm of two modalities from their features [B][T][D] and the codes [K][D]. */
export function codeMatchingLoss(za: Block, zb: Block, codes: number[][], form: CodeMatchingForm): number {
  const [pa, pb] = [za, zb].map((z) => z.map((clip) => match(clip, codes))) as [number[][], number[][]];
  const [la, lb] = [pa, pb].map((p) => p.map((row) => row.map((value) => Math.log(value + 1e-10)))) as [number[][], number[][]];
  const product = (x: number[][], i: number, y: number[][], j: number) =>
    sum(codes.map((_, k) => (x[i]?.[k] as number) * (y[j]?.[k] as number)));
  const clips = indicesOf(za);
  if (form === 'official') {
    const scores = clips.map((i) => clips.map((j) => product(pa, i, lb, j) + product(pb, i, la, j)));
    const least = Math.min(...scores.flat());
    const term = (i: number) => {
      const row = (scores[i] as number[]).map((score) => score - least);
      return Math.log(sum(row.map(Math.exp)) + 1e-5) - (row[i] as number);
    };
    return mean(clips.map(term));
  }
  const score = (i: number, j: number) => product(pa, i, lb, j) + product(la, i, pb, j);
  const rows = (s: typeof score) => mean(clips.map((i) => logSum(clips.map((j) => s(i, j))) - s(i, i)));
  return form === 'paper' ? rows(score) : (rows(score) + rows((i, j) => score(j, i))) / 2;
}

/** P of one clip: mean over segments of softmax(-|z - e|). */
function match(clip: number[][], codes: number[][]): number[] {
  const perSegment = clip.map((z) => softmax(codes.map((code) => -Math.hypot(...code.map((value, d) => value - (z[d] as number))))));
  return codes.map((_, k) => mean(perSegment.map((p) => p[k] as number)));
}
