import { expectShape, segmentShares } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import type { Gaussian } from './gaussian.js';

/**
 * The log-likelihood of c [B, T, C], with lv the log variance and without the constant $-\tfrac C2 \log 2\pi$:
 *
 * $$ \tfrac12\, \mean_{b,t} \sum_c \left[ -(\mu - c)^2 / e^{lv} - lv \right] $$
 *
 * The approximation step of CLUB maximises it. Cheng et al. 2020, "CLUB".
 *
 * @param present [B, T]: the mean is of the segments that are there; default: all
 * @throws CmgError if the shapes differ.
 */
export function logLikelihood({ mean, logVariance }: Gaussian, c: tf.Tensor3D, present?: tf.Tensor2D): tf.Scalar {
  expectShape(c, mean.shape, 'logLikelihood: c');
  const [batch, segments] = c.shape;
  const errors = tf.square(tf.sub(mean, c)).mul(tf.exp(tf.neg(logVariance)));
  const terms = tf.add(errors, logVariance);
  if (present === undefined) return tf.sum(terms).mul(-0.5 / (batch * segments)) as tf.Scalar;
  return tf.sum(tf.mul(terms, tf.expandDims(segmentShares(present), 2))).mul(-0.5) as tf.Scalar;
}
