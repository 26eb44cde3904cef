import { CmgError, hostValue } from '@cmg/core';
import { expectShape } from '@cmg/nn';
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
 * @throws CmgError if the shapes differ, or `permutation` does not return a permutation.
 */
export function sampledBound({ mean, logVariance }: Gaussian, c: tf.Tensor3D, permutation: () => ArrayLike<number>): tf.Scalar {
  expectShape(c, mean.shape, 'sampledBound: c');
  const [batch, segments] = c.shape;
  const weights = tf.exp(tf.neg(tf.mean(logVariance, 1, true)));
  const unpaired = tf.square(tf.sub(mean, permuteClips(c, permutation)));
  const paired = tf.square(tf.sub(mean, c));
  return tf.sum(tf.mul(tf.sub(unpaired, paired), weights)).mul(0.5 / (batch * segments)) as tf.Scalar;
}

/** c_pi: clip b of the result is clip pi(b) of c. The gradient is the inverse permutation, so no scatter is needed. */
function permuteClips(c: tf.Tensor3D, permutation: () => ArrayLike<number>): tf.Tensor3D {
  const clips = c.shape[0];
  const [forth, back] = tf.unstack(hostValue(() => tf.tensor2d(thereAndBack(permutation(), clips), [2, clips], 'int32'))) as [
    tf.Tensor1D,
    tf.Tensor1D,
  ];
  return tf.customGrad((x, save) => {
    (save as tf.GradSaveFunc)([back]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => tf.gather(dy, saved[0] as tf.Tensor1D);
    return { value: tf.gather(x as tf.Tensor, forth), gradFunc };
  })(c) as tf.Tensor3D;
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
