import type * as tf from '@tensorflow/tfjs';

/** Compares a tensor's values with expected ones; the error is relative to the larger of 1 and the value. */
export function expectClose(actual: tf.Tensor, expected: ArrayLike<number>, error = 1e-5): void {
  expect(actual.size).toBe(expected.length);
  actual.dataSync().forEach((value, i) => {
    const target = expected[i] as number;
    if (!Number.isFinite(target)) expect(value).toBe(target);
    else expect(Math.abs(value - target)).toBeLessThanOrEqual(error * Math.max(1, Math.abs(target)));
  });
}

/** Largest difference between a tensor and recorded values. */
export function gap(actual: tf.Tensor, expected: ArrayLike<number>): number {
  return Array.from(actual.dataSync()).reduce((most, value, i) => Math.max(most, Math.abs(value - (expected[i] as number))), 0);
}
