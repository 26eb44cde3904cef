import type * as tf from '@tensorflow/tfjs';

/** q(c|x) = Normal(mean, exp(logVariance)) of each segment, elements independent. */
export interface Gaussian {
  /** mu, [B, T, C]. */
  readonly mean: tf.Tensor3D;
  /** lv, [B, T, C]. */
  readonly logVariance: tf.Tensor3D;
}
