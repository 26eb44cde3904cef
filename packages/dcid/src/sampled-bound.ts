import { CmgError, hostValue } from '@cmg/core';
import { expectShape, meanOverSegments, segmentShares } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import type { Gaussian } from './gaussian.js';

/**
 * The official code's estimate of the CLUB bound, from one permutation $\pi$ of the clips: with $w = \exp(\mean_t lv)$,
 *
 * $$ \tfrac12\, \mean_b \sum_c \left[ \mean_t (\mu_b - c_{\pi(b)})^2 - \mean_t (\mu_b - c_b)^2 \right] / w $$
 *
 * It uses one wrong clip for each clip, while {@link fullBound} uses all, so it varies more from batch to batch; and it
 * averages the log variance over time. 0 if $\pi$ is the identity. c [B, T, C].
 *
 * @param permutation draws $\pi$, a permutation of 0..B-1
 * @param present [B, T]: the means are of the segments that both b and pi(b) have, w of those that b has; default: all are there
 * @throws CmgError if the shapes differ, or `permutation` does not return a permutation.
 */
export function sampledBound(
  { mean, logVariance }: Gaussian,
  c: tf.Tensor3D,
  permutation: () => ArrayLike<number>,
  present?: tf.Tensor2D,
): tf.Scalar {
  expectShape(c, mean.shape, 'sampledBound: c');
  const [batch, segments] = c.shape;
  const permute = clipPermutation(batch, permutation);
  const logWeight = present === undefined ? tf.mean(logVariance, 1, true) : tf.expandDims(meanOverSegments(logVariance, present), 1);
  const weights = tf.exp(tf.neg(logWeight));
  const unpaired = tf.square(tf.sub(mean, permute(c)));
  const paired = tf.square(tf.sub(mean, c));
  const excess = tf.mul(tf.sub(unpaired, paired), weights);
  if (present === undefined) return tf.sum(excess).mul(0.5 / (batch * segments)) as tf.Scalar;
  const shares = segmentShares(tf.mul(present, permute(present)));
  return tf.sum(tf.mul(excess, tf.expandDims(shares, 2))).mul(0.5) as tf.Scalar;
}

/** c -> c_pi: clip b of the result is clip pi(b) of c. The gradient is the inverse permutation, so no scatter is needed. */
function clipPermutation(clips: number, permutation: () => ArrayLike<number>): <T extends tf.Tensor>(c: T) => T {
  const [forth, back] = tf.unstack(hostValue(() => tf.tensor2d(thereAndBack(permutation(), clips), [2, clips], 'int32'))) as [
    tf.Tensor1D,
    tf.Tensor1D,
  ];
  const permuted = tf.customGrad((x, save) => {
    (save as tf.GradSaveFunc)([back]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => tf.gather(dy, saved[0] as tf.Tensor1D);
    return { value: tf.gather(x as tf.Tensor, forth), gradFunc };
  });
  return <T extends tf.Tensor>(c: T) => permuted(c) as T;
}

/** A permutation and its inverse, concatenated. */
function thereAndBack(permutation: ArrayLike<number>, clips: number): Int32Array {
  const forth = Int32Array.from(permutation);
  const back = new Int32Array(forth.length).fill(-1);
  for (const [to, from] of forth.entries()) back[from] = to;
  if (forth.length !== clips || back.includes(-1)) {
    throw new CmgError(`expected a permutation of ${clips} clips, got [${forth.join(', ')}]`, { where: 'sampledBound' });
  }
  return Int32Array.of(...forth, ...back);
}
