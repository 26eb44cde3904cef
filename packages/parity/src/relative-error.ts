import { CmgError, type NdArray, type NumberData } from '@cmg/core';

/** Euclidean norm. */
export function norm(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] as number) ** 2;
  return Math.sqrt(sum);
}

/**
 * |actual - expected| / max(|expected|, floor), Euclidean norms over all elements; NaN if one is not finite.
 *
 * @throws CmgError if the shapes differ.
 */
export function relativeError(actual: NdArray, expected: NdArray, where: string, floor = 0): number {
  expectSameShape(actual, expected, where);
  return errorOf(actual.data, expected.data, floor);
}

/** The largest {@link relativeError} of the rows (first axis). */
export function largestRowError(actual: NdArray, expected: NdArray, where: string): number {
  expectSameShape(actual, expected, where);
  const [rows = 0] = expected.shape;
  const width = expected.data.length / rows;
  const errors = Array.from({ length: rows }, (_, row) => {
    const part = (data: NumberData) => data.subarray(row * width, (row + 1) * width);
    return errorOf(part(actual.data), part(expected.data), 0);
  });
  return Math.max(...errors);
}

/** |actual - expected| / max(|expected|, floor) of two numbers. */
export function scalarError(actual: number, expected: number, floor = 0): number {
  return errorOf([actual], [expected], floor);
}

function errorOf(actual: ArrayLike<number>, expected: ArrayLike<number>, floor: number): number {
  const difference = norm(Array.from(expected, (value, i) => (actual[i] as number) - value));
  return difference === 0 ? 0 : difference / Math.max(norm(expected), floor);
}

function expectSameShape(actual: NdArray, expected: NdArray, where: string): void {
  if (actual.shape.join() === expected.shape.join()) return;
  throw new CmgError(`was recorded with shape [${expected.shape.join(', ')}], but ours has [${actual.shape.join(', ')}]`, { where });
}
