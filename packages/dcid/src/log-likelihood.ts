import { expectShape } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import type { Gaussian } from './gaussian.js';

/**
 * mean over b, t of sum_c [ -(mu - c)^2 / exp(lv) - lv ] / 2: the log-likelihood of c [B, T, C], up to the constant
 * -C/2 log(2 pi). The approximation step of CLUB maximises it. Cheng et al. 2020, "CLUB".
 *
 * @throws CmgError if the shapes differ.
 */
export function logLikelihood({ mean, logVariance }: Gaussian, c: tf.Tensor3D): tf.Scalar {
  expectShape(c, mean.shape, 'logLikelihood: c');
  const [batch, segments] = c.shape;
  const errors = tf.square(tf.sub(mean, c)).mul(tf.exp(tf.neg(logVariance)));
  return tf.sum(tf.add(errors, logVariance)).mul(-0.5 / (batch * segments)) as tf.Scalar;
}
