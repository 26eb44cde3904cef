import type { NdArray } from '@cmg/core';

/** Far enough apart that what is lost in rounding does not matter. */
const FAR = 4096;
/** Largest difference from an affine map, as a share of the largest value. */
const CLOSE = 1e-5;

/**
 * A data set's scaling as numbers, y = (x - shift) factor for each value of a segment: `scale/shift` and `scale/factor`.
 *
 * @param normalise scales features of segments, [rows, size]
 * @returns nothing where it changes nothing; undefined where it is another map than such a one
 */
export function affineScale(normalise: (features: Float32Array) => Float32Array, size: number): ReadonlyMap<string, NdArray> | undefined {
  const at = (value: number) => normalise(new Float32Array(size).fill(value));
  const [low, zero, high] = [at(-FAR), at(0), at(FAR)];
  const factor = high.map((value, i) => (value - (low[i] as number)) / (2 * FAR));
  const shift = zero.map((value, i) => (factor[i] === 0 ? 0 : -value / (factor[i] as number)));
  const probe = Float32Array.from({ length: 2 * size }, (_, i) => ((i * 37) % 101) - 50);
  const wanted = normalise(probe.slice());
  const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const isAffine = wanted.every((value, i) => {
    const own = ((probe[i] as number) - (shift[i % size] as number)) * (factor[i % size] as number);
    return Math.abs(value - own) <= CLOSE * largest;
  });
  if (!isAffine) return undefined;
  if (factor.every((value) => value === 1) && shift.every((value) => value === 0)) return new Map();
  return new Map([
    ['scale/shift', { shape: [size], data: shift }],
    ['scale/factor', { shape: [size], data: factor }],
  ]);
}
