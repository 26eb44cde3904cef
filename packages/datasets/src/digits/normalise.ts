/** Mean and standard deviation of the columns of a pool [rows, width], each row counted as often as it is used. */
export interface Statistics {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

/** How often each of `size` rows occurs in `used`. */
export function countRows(used: Int32Array, size: number): Uint32Array {
  const counts = new Uint32Array(size);
  for (const row of used) counts[row]! += 1;
  return counts;
}

/** Statistics of what the rows `used` refer to, by column. */
export function statisticsOf(pool: Float32Array, width: number, used: Int32Array): Statistics {
  const [sum, squares] = [new Float64Array(width), new Float64Array(width)];
  countRows(used, pool.length / width).forEach((count, row) => {
    if (count === 0) return;
    for (let i = 0; i < width; i++) {
      const value = pool[row * width + i] as number;
      sum[i]! += count * value;
      squares[i]! += count * value * value;
    }
  });
  const mean = sum.map((total) => total / used.length);
  const deviation = squares.map((total, i) => Math.sqrt(Math.max(0, total / used.length - mean[i]! ** 2)));
  return { mean, deviation };
}

/** Column by column: less the mean, over the deviation, in place. A column that never varies becomes 0. */
export function standardise(pool: Float32Array, { mean, deviation }: Statistics): void {
  const width = mean.length;
  for (let i = 0; i < pool.length; i++) {
    const column = i % width;
    pool[i] = (pool[i]! - mean[column]!) / Math.max(deviation[column]!, 1e-5);
  }
}

/** Standard deviation of all values together, from the statistics of columns. */
export function overallDeviation({ mean, deviation }: Statistics): number {
  const average = (values: Float64Array) => values.reduce((a, b) => a + b, 0) / values.length;
  const squares = average(deviation.map((value, i) => value ** 2 + mean[i]! ** 2));
  return Math.sqrt(squares - average(mean) ** 2);
}

/** Times a factor, in place. */
export function scale(pool: Float32Array, factor: number): void {
  for (let i = 0; i < pool.length; i++) pool[i]! *= factor;
}
