import * as tf from '@tensorflow/tfjs';

/**
 * The mean over T of each clip, [B, T, W] -> [B, W], of the segments that it has; zeros for a clip that has none.
 *
 * @param present [B, T], 1 or 0; default: all are there
 */
export function meanOverSegments(x: tf.Tensor3D, present?: tf.Tensor2D): tf.Tensor2D {
  if (present === undefined) return tf.mean(x, 1);
  const shares = tf.div(present, tf.maximum(tf.sum(present, 1, true), 1));
  return tf.sum(tf.mul(x, tf.expandDims(shares, 2)), 1);
}
