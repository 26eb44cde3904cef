import * as tf from '@tensorflow/tfjs';

/** Shorter vectors are divided by this length instead of their own: the zero vector stays zero. */
export const SHORTEST = 1e-6;

/** x / |x| along the last axis, any shape; differentiable, finite everywhere. */
export function unitVectors<T extends tf.Tensor>(x: T): T {
  const squared = tf.sum(tf.square(x), -1, true);
  return tf.mul<T>(x, tf.rsqrt(tf.maximum(squared, SHORTEST ** 2)));
}
