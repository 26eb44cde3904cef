/** How many of the ascending values are at least `value`. */
export function countNotBelow(sorted: Float32Array, value: number): number {
  return sorted.length - lowerBound(sorted, (other) => other < value);
}

export function countEqual(sorted: Float32Array, value: number): number {
  return lowerBound(sorted, (other) => other <= value) - lowerBound(sorted, (other) => other < value);
}

/** Where the values for which `before` holds end. */
function lowerBound(sorted: Float32Array, before: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (before(sorted[middle] as number)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Average precision in [0, 1]: the mean, over what is right, of the precision among all that scores at least as much. Ties are one
 * threshold, as in scikit-learn's `average_precision_score`.
 *
 * @param relevant scores of what is right, not empty, in any order
 * @param all scores of all, those of what is right among them, ascending
 */
export function averagePrecision(relevant: Float32Array, all: Float32Array): number {
  const sorted = relevant.slice().sort();
  return sorted.reduce((sum, score) => sum + countNotBelow(sorted, score) / countNotBelow(all, score), 0) / sorted.length;
}
