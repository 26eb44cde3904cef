import * as tf from '@tensorflow/tfjs';

/** Fails if the shapes differ or a value is off by more than `tolerance` of the largest expected one. */
export function expectClose(actual: tf.Tensor, expected: tf.Tensor, tolerance = 1e-4): void {
  expect(actual.shape).toEqual(expected.shape);
  const [largest, error] = tf.tidy((): [number, number] => [
    expected.abs().max().dataSync()[0] as number,
    tf.sub(actual, expected).abs().max().dataSync()[0] as number,
  ]);
  expect(Number.isFinite(error)).toBe(true);
  expect(error).toBeLessThanOrEqual(tolerance * largest);
}
