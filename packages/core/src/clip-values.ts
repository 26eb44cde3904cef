import type { NdArray } from './nd-array.js';

/** Values of every clip of a split, read by rows, so that they need not fit in memory. */
export interface ClipValues {
  /** N. */
  readonly clips: number;
  /** Shape of one clip's values. */
  readonly shape: readonly number[];
  /** Values of the given clips, in their order, [rows, ...shape]. */
  read(rows: ArrayLike<number>): Promise<NdArray<Float32Array>>;
}

/** Wraps values [N, ...] that are in memory as values read by rows. */
export function inMemory({ data, shape: [clips = 0, ...shape] }: NdArray<Float32Array>): ClipValues {
  const width = shape.reduce((a, b) => a * b, 1);
  return {
    clips,
    shape,
    async read(rows) {
      const read = new Float32Array(rows.length * width);
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i] as number;
        read.set(data.subarray(row * width, (row + 1) * width), i * width);
      }
      return { data: read, shape: [rows.length, ...shape] };
    },
  };
}
