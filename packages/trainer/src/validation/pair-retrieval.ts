import type { NdArray } from '@cmg/core';

/** Similarities that differ by less are one: clips of the same codes must tie, however the sums were rounded. */
const TIE = 1e-5;

/** 1 + 1/2 + ... + 1/n. */
function harmonic(n: number): number {
  let sum = 0;
  for (let i = 1; i <= n; i++) sum += 1 / i;
  return sum;
}

/**
 * Mean reciprocal rank, in (0, 1], of each clip's pair among all clips by similarity. Of clips that tie with the pair, the mean over all
 * their orders: where all clips look the same this is {@link retrievalChance}.
 *
 * @param similarity [N, N]: row i compares clip i of one modality with all clips of the other; its pair is column i
 */
export function meanReciprocalRank({ data, shape: [clips = 0] }: NdArray<ArrayLike<number>>): number {
  let sum = 0;
  for (let query = 0; query < clips; query++) {
    const own = data[query * clips + query] as number;
    let [better, tied] = [0, 0];
    for (let item = 0; item < clips; item++) {
      const difference = (data[query * clips + item] as number) - own;
      if (difference > TIE) better++;
      else if (item !== query && difference >= -TIE) tied++;
    }
    sum += (harmonic(better + tied + 1) - harmonic(better)) / (tied + 1);
  }
  return sum / clips;
}

/** The mean reciprocal rank of guessing among N clips: (1 + 1/2 + ... + 1/N) / N. */
export const retrievalChance = (clips: number): number => harmonic(clips) / clips;
