import * as tf from '@tensorflow/tfjs';

/** Below this root the gradient stops growing. */
const SMALLEST_ROOT = 1e-6;

/**
 * sqrt(max(x, 0)), any shape, with a finite gradient everywhere: dy / (2 max(sqrt(x), 1e-6)). The gradient of `tf.sqrt` is
 * infinite at 0, which occurs when a vector equals its code, and infinity times 0 is NaN.
 */
export function guardedSqrt<T extends tf.Tensor>(x: T): T {
  return root(x) as T;
}

const root = tf.customGrad((x, save) => {
  const value = tf.sqrt(tf.relu(x as tf.Tensor));
  (save as tf.GradSaveFunc)([value]);
  const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => tf.div(tf.mul(dy, 0.5), tf.maximum(saved[0] as tf.Tensor, SMALLEST_ROOT));
  return { value, gradFunc };
});
