import * as tf from '@tensorflow/tfjs';
import { expectShape } from '../expect-shape.js';

/**
 * mean over all elements of (a - b)^2; any shape, the same for both. Differentiable in both.
 *
 * @param present [B, T], 1 or 0, of a and b [B, T, ...]: the mean is over the segments that are there, 0 if none is. Default: all
 * @throws CmgError if the shapes differ: nothing is broadcast.
 */
export function meanSquaredError(a: tf.Tensor, b: tf.Tensor, present?: tf.Tensor2D): tf.Scalar {
  expectShape(b, a.shape, 'meanSquaredError: b');
  const errors = tf.sub(a, b);
  if (present === undefined) return meanSquare(errors) as tf.Scalar;
  const those = tf.mul(errors, present.reshape([...present.shape, ...Array<number>(errors.rank - 2).fill(1)]));
  return tf.mul(meanSquare(those), tf.div(present.size, tf.maximum(tf.sum(present), 1))) as tf.Scalar;
}

/** mean(x^2) with the gradient 2 x dy / n in one pass over x: the errors of video frames are large. */
const meanSquare = tf.customGrad((x, save) => {
  const error = x as tf.Tensor;
  (save as tf.GradSaveFunc)([error]);
  const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(saved[0] as tf.Tensor, tf.mul(dy, 2 / error.size));
  return { value: tf.mean(tf.square(error)), gradFunc };
});
