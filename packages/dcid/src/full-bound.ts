import { expectShape, segmentShares } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import type { Gaussian } from './gaussian.js';

/**
 * The CLUB upper bound of the mutual information of x and c [B, T, C], from all pairs of clips at the same segment:
 *
 * $$ \mean_{b,t} \log q(c_{bt}|x_{bt}) - \mean_{b,j,t} \log q(c_{jt}|x_{bt}) $$
 *
 * The log variances of both parts cancel, and $\mean_j (\mu - c_j)^2 = (\mu - \bar c)^2 + \var_j c$, so the cost is linear
 * in B. About 0 if q does not depend on x; 0 for a batch of one clip. Equation 5 of the paper; Cheng et al. 2020.
 *
 * @param present [B, T]: all means are of the segments that are there; default: all
 * @throws CmgError if the shapes differ.
 */
export function fullBound({ mean, logVariance }: Gaussian, c: tf.Tensor3D, present?: tf.Tensor2D): tf.Scalar {
  expectShape(c, mean.shape, 'fullBound: c');
  const [batch, segments] = c.shape;
  const meanOfClips = clipMean(present);
  const centre = meanOfClips(c);
  const variance = meanOfClips(tf.square(tf.sub(c, centre)));
  const unpaired = tf.add(tf.square(tf.sub(mean, centre)), variance);
  const paired = tf.square(tf.sub(mean, c));
  const excess = tf.mul(tf.sub(unpaired, paired), tf.exp(tf.neg(logVariance)));
  if (present === undefined) return tf.sum(excess).mul(0.5 / (batch * segments)) as tf.Scalar;
  return tf.sum(tf.mul(excess, tf.expandDims(segmentShares(present), 2))).mul(0.5) as tf.Scalar;
}

/** The mean over the clips that have a segment, [B, T, C] -> [1, T, C]. */
function clipMean(present: tf.Tensor2D | undefined): (x: tf.Tensor3D) => tf.Tensor3D {
  if (present === undefined) return (x) => tf.mean(x, 0, true);
  const shares = tf.div(present, tf.maximum(tf.sum(present, 0, true), 1)).expandDims(2);
  return (x) => tf.sum(tf.mul(x, shares), 0, true);
}
