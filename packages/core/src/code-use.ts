import type { PerModality } from './per-modality.js';

/** How a set of segments uses the codebook. */
export interface CodeUse {
  /** How many codes each modality uses. */
  readonly used: PerModality<number>;
  readonly usedByAny: number;
  readonly usedByAll: number;
  /** usedByAll / usedByAny: how far the codebook is one vocabulary; 0 where no code is used. */
  readonly shared: number;
  /** exp of the entropy of the use of codes per modality: as if so many codes were used equally often. */
  readonly perplexity: PerModality<number>;
}
