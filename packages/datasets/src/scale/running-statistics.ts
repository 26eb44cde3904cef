/** Mean and standard deviation of each column of some rows. */
export interface Statistics {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

/** Statistics of rows added in parts: memory does not grow with their number. */
export class RunningStatistics {
  private rows = 0;
  private readonly sum: Float64Array;
  private readonly squares: Float64Array;

  /** @param width values per row */
  constructor(private readonly width: number) {
    this.sum = new Float64Array(width);
    this.squares = new Float64Array(width);
  }

  /** @param values complete rows, each counted `count` times */
  add(values: Float32Array, count = 1): void {
    const { width, sum, squares } = this;
    for (let row = 0; row < values.length; row += width) {
      for (let i = 0; i < width; i++) {
        const value = values[row + i] as number;
        sum[i]! += count * value;
        squares[i]! += count * value * value;
      }
    }
    this.rows += (count * values.length) / width;
  }

  /** Of all rows so far, at least one. */
  get statistics(): Statistics {
    const { rows, squares } = this;
    const mean = this.sum.map((total) => total / rows);
    return { mean, deviation: squares.map((total, i) => Math.sqrt(Math.max(0, total / rows - mean[i]! ** 2))) };
  }
}

/** Standard deviation of all values together. */
export function overallDeviation({ mean, deviation }: Statistics): number {
  const average = (values: Float64Array) => values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(average(deviation.map((value, i) => value ** 2 + mean[i]! ** 2)) - average(mean) ** 2);
}
