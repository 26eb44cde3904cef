import { ByteRows, FloatRows, type FeatureRows } from './feature-rows.js';

/** Mean and standard deviation of each column of some rows. */
export interface Statistics {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

/** Statistics of the rows `used`, each counted as often as it occurs there. */
export function statisticsOf(rows: FeatureRows, used: Int32Array): Statistics {
  const counts = new Uint32Array(rows.size);
  for (const row of used) counts[row]! += 1;
  const [sum, squares] = [new Float64Array(rows.width), new Float64Array(rows.width)];
  const values = new Float32Array(rows.width);
  counts.forEach((count, row) => {
    if (count === 0) return;
    rows.copy(row, values, 0);
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      sum[i]! += count * value;
      squares[i]! += count * value * value;
    }
  });
  const mean = sum.map((total) => total / used.length);
  return { mean, deviation: squares.map((total, i) => Math.sqrt(Math.max(0, total / used.length - mean[i]! ** 2))) };
}

/** Standard deviation of all values together. */
export function overallDeviation({ mean, deviation }: Statistics): number {
  const average = (values: Float64Array) => values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(average(deviation.map((value, i) => value ** 2 + mean[i]! ** 2)) - average(mean) ** 2);
}

/** Column by column: less the mean, over the deviation. A column that never varied becomes 0 where it still does not. */
export function standardised(rows: FloatRows, { mean, deviation }: Statistics): FloatRows {
  const data = rows.data.map((value, i) => {
    const column = i % rows.width;
    return (value - mean[column]!) / Math.max(deviation[column]!, 1e-5);
  });
  return new FloatRows(data, rows.width);
}

/** Every value times a factor. */
export function scaled(rows: ByteRows, factor: number): ByteRows {
  return new ByteRows(
    rows.data,
    rows.factors.map((value) => value * factor),
  );
}
