import type { PerModality } from './per-modality.js';

/** How a set of segments uses the codebook. */
export interface CodeUse {
  /** How many codes each modality uses. */
  readonly used: PerModality<number>;
  readonly usedByAny: number;
  readonly usedByAll: number;
  /** usedByAll / usedByAny: how far the codebook is a shared vocabulary; 0 where no code is used. */
  readonly shared: number;
  /** exp of the entropy of code use per modality: the equivalent number of codes used equally often. */
  readonly perplexity: PerModality<number>;
}
