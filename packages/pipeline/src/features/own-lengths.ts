import type { NumberData } from '@cmg/core';

/** Clips that keep their own lengths: arrays of fewer than T segments come to T, and how many they had is kept. */
export class OwnLengths {
  /** [N]. */
  readonly lengths: Int32Array;

  constructor(
    clips: number,
    /** T. */
    private readonly segments: number,
  ) {
    this.lengths = new Int32Array(clips).fill(segments);
  }

  /** A clip's features [rows, ...] as [T, ...]: its last segment is repeated, and what is beyond T is cut. */
  fit(clip: number, data: NumberData, rows: number): Float32Array {
    const { segments } = this;
    const size = data.length / rows;
    this.lengths[clip] = Math.min(rows, segments);
    return Float32Array.from(
      { length: segments * size },
      (_, i) => data[Math.min(Math.floor(i / size), rows - 1) * size + (i % size)] as number,
    );
  }
}
