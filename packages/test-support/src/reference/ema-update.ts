import { sum } from './sums.js';

/** What one modality assigns to the codes: a code and a vector for each segment. */
export interface PlainShare {
  readonly indices: readonly number[];
  readonly vectors: readonly number[][];
}

/** Codes as moving averages, N [K] and m [K][D] -> N, m and E. */
export function emaUpdate(
  start: { readonly N: readonly number[]; readonly m: readonly number[][] },
  shares: readonly PlainShare[],
  { decay: g, epsilon: e, order }: { readonly decay: number; readonly epsilon: number; readonly order: 'sequential' | 'joint' },
): { N: number[]; m: number[][]; E: number[][] } {
  const groups = order === 'joint' ? [shares] : shares.map((share) => [share]);
  let [N, m] = [[...start.N], start.m.map((row) => [...row])];
  for (const group of groups) {
    const fallen = (k: number) => group.flatMap(({ indices, vectors }) => vectors.filter((_, i) => indices[i] === k));
    N = N.map((value, k) => g * value + (1 - g) * fallen(k).length);
    const total = sum(N);
    N = N.map((value) => ((value + e) / (total + N.length * e)) * total);
    m = m.map((row, k) => row.map((value, d) => g * value + (1 - g) * sum(fallen(k).map((v) => v[d] as number))));
  }
  return { N, m, E: m.map((row, k) => row.map((value) => value / (N[k] as number))) };
}
