/** The middle of the values; NaN of none. @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const [below = NaN, middle = NaN] = [sorted[half - 1], sorted[half]];
  return sorted.length % 2 === 1 ? middle : (below + middle) / 2;
}

/** Median absolute deviation. @param {readonly number[]} values */
export function deviation(values) {
  const middle = median(values);
  return median(values.map((value) => Math.abs(value - middle)));
}
