import { codeUse } from '@cmg/codebook';
import { type CodeUse, forModality, type PerModality, perModality } from '@cmg/core';
import type { CodeSet } from './code-set.js';

/** Who uses which code, over one split: the codebook's statistics, and the use of each code. Plain numbers, ready for JSON. */
export interface SplitCodeUse extends CodeUse {
  readonly modalities: readonly string[];
  /** V, how many codes there are, over all levels. */
  readonly size: number;
  /** Segments on each code, [V] per modality. */
  readonly counts: PerModality<readonly number[]>;
  /**
   * Of each code's use, the part of each modality, [V] per modality, as if all modalities had equally many segments:
   * share^m_k = p^m_k / sum_o p^o_k with p^m = counts^m / sum_k counts^m. 0 for a code that nobody uses.
   */
  readonly shares: PerModality<readonly number[]>;
  /** The same statistics of each level alone, the first one first, where codes have several. */
  readonly levels?: readonly CodeUse[];
}

/** How the modalities of one split use the codebook: one code set per modality. */
export function splitCodeUse(sets: readonly CodeSet[]): SplitCodeUse {
  const modalities = sets.map(({ modality }) => modality);
  const size = sets[0]?.size ?? 0;
  const indices = Object.fromEntries(sets.map((set) => [set.modality, set.indices]));
  const there = perModality(modalities, (name) => forModality(indices, name).filter((code) => code >= 0));
  const counts = perModality(modalities, (name) => histogram(forModality(there, name), size));
  const rates = perModality(modalities, (name) =>
    forModality(counts, name).map((count) => count / Math.max(1, forModality(there, name).length)),
  );
  const total = (code: number) => modalities.reduce((sum, name) => sum + (forModality(rates, name)[code] as number), 0);
  const shares = perModality(modalities, (name) => forModality(rates, name).map((rate, code) => (rate > 0 ? rate / total(code) : 0)));
  const levels = sets[0]?.levels ?? 1;
  const ofLevel = (level: number) =>
    codeUse(
      perModality(modalities, (name) => forModality(indices, name).filter((code, i) => code >= 0 && i % levels === level)),
      size,
    );
  return {
    ...codeUse(there, size),
    modalities,
    size,
    counts,
    shares,
    ...(levels > 1 && { levels: Array.from({ length: levels }, (_, level) => ofLevel(level)) }),
  };
}

function histogram(indices: Int32Array, size: number): number[] {
  const counts = new Array<number>(size).fill(0);
  for (const code of indices) counts[code] = (counts[code] as number) + 1;
  return counts;
}
