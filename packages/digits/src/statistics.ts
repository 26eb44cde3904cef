import { RunningStatistics, type Statistics } from '@cmg/datasets';
import { ByteRows, type FeatureRows, FloatRows } from './feature-rows.js';

/** Statistics of the rows `used`, each counted as often as it occurs there. */
export function statisticsOf(rows: FeatureRows, used: Int32Array): Statistics {
  const counts = new Uint32Array(rows.size);
  for (const row of used) counts[row]! += 1;
  const running = new RunningStatistics(rows.width);
  const values = new Float32Array(rows.width);
  counts.forEach((count, row) => {
    if (count === 0) return;
    rows.copy(row, values, 0);
    running.add(values, count);
  });
  return running.statistics;
}

/** Column by column: minus the mean, divided by the deviation. A column that never varied becomes 0 at that value. */
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
