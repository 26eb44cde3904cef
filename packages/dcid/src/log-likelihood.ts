import { expectShape } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import type { Gaussian } from './gaussian.js';

/**
 * The log-likelihood of c [B, T, C], with lv the log variance and without the constant $-\tfrac C2 \log 2\pi$:
 *
 * $$ \tfrac12\, \mean_{b,t} \sum_c \left[ -(\mu - c)^2 / e^{lv} - lv \right] $$
 *
 * The approximation step of CLUB maximises it. Cheng et al. 2020, "CLUB".
 *
 * @throws CmgError if the shapes differ.
 */
export function logLikelihood({ mean, logVariance }: Gaussian, c: tf.Tensor3D): tf.Scalar {
  expectShape(c, mean.shape, 'logLikelihood: c');
  const [batch, segments] = c.shape;
  const errors = tf.square(tf.sub(mean, c)).mul(tf.exp(tf.neg(logVariance)));
  return tf.sum(tf.add(errors, logVariance)).mul(-0.5 / (batch * segments)) as tf.Scalar;
}
