/** Mean and standard deviation of repeated measurements. */
export interface Spread {
  readonly mean: number;
  /** Of the sample (n - 1 in the denominator); null for a single value, which has none. */
  readonly deviation: number | null;
  /** n. */
  readonly count: number;
}

/** @throws RangeError without a value. */
export function spread(values: readonly number[]): Spread {
  const count = values.length;
  if (count === 0) throw new RangeError('spread needs at least one value');
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: count === 1 ? null : Math.sqrt(squares / (count - 1)), count };
}
