import type { CodeUse, PerModality } from '@cmg/core';

/**
 * Statistics of use over any set of segments: a batch, a split. Plain arrays, for logs and reports.
 *
 * @param indices the code of each segment, per modality
 * @param size K
 */
export function codeUse(indices: PerModality<ArrayLike<number>>, size: number): CodeUse {
  const counts = Object.entries(indices).map(([modality, codes]) => [modality, tally(codes, size)] as const);
  const all = Array.from({ length: size }, (_, code) => counts.map(([, count]) => (count[code] as number) > 0));
  const usedByAny = all.filter((users) => users.includes(true)).length;
  const usedByAll = all.filter((users) => users.length > 0 && !users.includes(false)).length;
  return {
    used: Object.fromEntries(counts.map(([modality, count]) => [modality, count.filter((n) => n > 0).length])),
    usedByAny,
    usedByAll,
    shared: usedByAny === 0 ? 0 : usedByAll / usedByAny,
    perplexity: Object.fromEntries(counts.map(([modality, count]) => [modality, perplexity(count)])),
  };
}

function tally(codes: ArrayLike<number>, size: number): Float64Array {
  const counts = new Float64Array(size);
  for (const code of Array.from(codes)) {
    if (!(code >= 0 && code < size)) throw new RangeError(`code ${code} is outside of a codebook of ${size}`);
    counts[code] = (counts[code] as number) + 1;
  }
  return counts;
}

function perplexity(counts: Float64Array): number {
  const total = counts.reduce((sum, n) => sum + n, 0);
  const entropy = counts.reduce((sum, n) => (n === 0 ? sum : sum - (n / total) * Math.log(n / total)), 0);
  return Math.exp(entropy);
}
