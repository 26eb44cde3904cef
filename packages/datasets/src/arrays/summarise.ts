import type { ArraySummary } from './array-source.js';
import type { NdArray } from '@cmg/core';

/** Shape of an array, how many of its values are NaN or infinite, and where the first of them is. */
export function summarise({ shape, data }: NdArray<Float32Array | Float64Array>): ArraySummary {
  let wrong = 0;
  let first = 0;
  for (let i = 0; i < data.length; i++) {
    if (!Number.isFinite(data[i]) && wrong++ === 0) first = i;
  }
  return { shape, wrong, first };
}
