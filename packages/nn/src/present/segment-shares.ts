import * as tf from '@tensorflow/tfjs';

/**
 * The share of each segment in the mean of those that are there: present [B, T], 1 or 0, over its sum. Zeros where it is all zeros, so that
 * what such a batch lacks adds nothing.
 */
export function segmentShares(present: tf.Tensor2D): tf.Tensor2D {
  return tf.div(present, tf.maximum(tf.sum(present), 1));
}
