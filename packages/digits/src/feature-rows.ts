/** Features by row, to be copied into batches. */
export interface FeatureRows {
  /** Number of rows. */
  readonly size: number;
  /** Values of a row. */
  readonly width: number;
  /** Writes a row into `out` from `offset` on. */
  copy(row: number, out: Float32Array, offset: number): void;
}

/** Plain rows: [size, width] values. */
export class FloatRows implements FeatureRows {
  readonly size: number;

  constructor(
    readonly data: Float32Array,
    readonly width: number,
  ) {
    this.size = data.length / width;
  }

  copy(row: number, out: Float32Array, offset: number): void {
    out.set(this.data.subarray(row * this.width, (row + 1) * this.width), offset);
  }
}

/** Rows of non-negative values, one byte each with a factor per row: a quarter of the memory and cache. */
export class ByteRows implements FeatureRows {
  readonly width: number;

  /** @param data [size, width]; a value is its byte times its row's factor */
  constructor(
    readonly data: Uint8Array,
    readonly factors: Float32Array,
  ) {
    this.width = data.length / factors.length;
  }

  get size(): number {
    return this.factors.length;
  }

  /** Allocates `size` rows. */
  static empty(size: number, width: number): ByteRows {
    return new ByteRows(new Uint8Array(size * width), new Float32Array(size));
  }

  /** Packs values, one or more complete rows, starting at a row; errors are at most 1/510 of a row's largest value. */
  pack(row: number, values: Float32Array): void {
    for (let begin = 0; begin < values.length; begin += this.width, row++) {
      const largest = values.subarray(begin, begin + this.width).reduce((a, b) => Math.max(a, b), 1e-9);
      this.factors[row] = largest / 255;
      for (let i = 0; i < this.width; i++) this.data[row * this.width + i] = Math.round((values[begin + i]! / largest) * 255);
    }
  }

  copy(row: number, out: Float32Array, offset: number): void {
    const factor = this.factors[row] as number;
    const begin = row * this.width;
    for (let i = 0; i < this.width; i++) out[offset + i] = (this.data[begin + i] as number) * factor;
  }
}
