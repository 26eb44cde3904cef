import { type PerModality, perModality } from '@cmg/core';
import type { CodeSet } from './code-set.js';

/** Who uses which code, over one split. Plain numbers, ready for JSON. */
export interface CodeUse {
  readonly modalities: readonly string[];
  /** K. */
  readonly size: number;
  /** Segments on each code, [K] per modality. */
  readonly counts: PerModality<readonly number[]>;
  /**
   * Of each code's use, the part of each modality, [K] per modality, as if all modalities had equally many segments:
   * share^m_k = p^m_k / sum_o p^o_k with p^m = counts^m / sum_k counts^m. 0 for a code that nobody uses.
   */
  readonly shares: PerModality<readonly number[]>;
  /** Codes used by at least one modality. */
  readonly used: number;
  /** Codes used by every modality. */
  readonly usedByAll: number;
  /** usedByAll / used, in [0, 1]. */
  readonly sharedByAll: number;
}

/** How the modalities of one split use the codebook: one code set per modality. */
export function codeUse(sets: readonly CodeSet[]): CodeUse {
  const modalities = sets.map(({ modality }) => modality);
  const size = sets[0]?.size ?? 0;
  const histograms = sets.map(histogram);
  const codes = Array.from({ length: size }, (_, code) => code);
  const rates = histograms.map((counts, m) => counts.map((count) => count / Math.max(1, sets[m]?.indices.length ?? 0)));
  const totals = codes.map((code) => rates.reduce((sum, rate) => sum + (rate[code] as number), 0));
  const used = totals.filter((total) => total > 0).length;
  const usedByAll = codes.filter((code) => histograms.every((counts) => (counts[code] as number) > 0)).length;
  const at = (modality: string) => modalities.indexOf(modality);
  return {
    modalities,
    size,
    counts: perModality(modalities, (name) => histograms[at(name)] as number[]),
    shares: perModality(modalities, (name) => share(rates[at(name)] as number[], totals)),
    used,
    usedByAll,
    sharedByAll: used === 0 ? 0 : usedByAll / used,
  };
}

function histogram({ size, indices }: CodeSet): number[] {
  const counts = new Array<number>(size).fill(0);
  for (const code of indices) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}

function share(rates: readonly number[], totals: readonly number[]): number[] {
  return rates.map((rate, code) => (totals[code] === 0 ? 0 : rate / (totals[code] as number)));
}
