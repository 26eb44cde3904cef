import * as tf from '@tensorflow/tfjs';
import { expectShape } from '../expect-shape.js';

/**
 * mean over all elements of (a - b)^2; any shape, the same for both. Differentiable in both.
 *
 * @throws CmgError if the shapes differ: nothing is broadcast.
 */
export function meanSquaredError(a: tf.Tensor, b: tf.Tensor): tf.Scalar {
  expectShape(b, a.shape, 'meanSquaredError: b');
  return meanSquare(tf.sub(a, b)) as tf.Scalar;
}

/** mean(x^2) with the gradient 2 x dy / n in one pass over x: the errors of video frames are large. */
const meanSquare = tf.customGrad((x, save) => {
  const error = x as tf.Tensor;
  (save as tf.GradSaveFunc)([error]);
  const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(saved[0] as tf.Tensor, tf.mul(dy, 2 / error.size));
  return { value: tf.mean(tf.square(error)), gradFunc };
});
