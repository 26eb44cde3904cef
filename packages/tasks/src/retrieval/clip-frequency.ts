import type { NdArray } from '@cmg/core';

/** The weight of a code that no clip has, so that a clip of nothing but such codes still has a direction. */
const LEAST = 1e-4;

/**
 * In how many clips each code occurs. What occurs in every clip, such as the code of silence, tells nothing about which clip it is:
 * idf_k = log((N + 1) / n_k) where n_k of N clips have code k, and 1e-4 where none has. Sparck Jones 1972, "A Statistical Interpretation of
 * Term Specificity".
 */
export class ClipFrequency {
  private readonly clipsWith: Float64Array;
  private clips = 0;

  /** @param codes V, how many there are */
  constructor(codes: number) {
    this.clipsWith = new Float64Array(codes);
  }

  /** Counts clips, by their codes [B, T, L], -1 for what a clip lacks. */
  add({ data, shape: [clips = 0] }: NdArray<ArrayLike<number>>): void {
    const length = data.length / clips;
    for (let clip = 0; clip < clips; clip++) {
      const codes = new Set(Array.from({ length }, (_, i) => data[clip * length + i] as number));
      for (const code of codes) if (code >= 0) this.clipsWith[code] = (this.clipsWith[code] as number) + 1;
    }
    this.clips += clips;
  }

  /** idf, [V]. */
  inverse(): Float32Array {
    return Float32Array.from(this.clipsWith, (count) => (count === 0 ? LEAST : Math.log((this.clips + 1) / count)));
  }
}
