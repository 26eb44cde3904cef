import { CmgError, type ObjectiveBuild } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';

/** The largest scale of a learnt temperature, as in CLIP. */
const LARGEST_SCALE = 100;

/**
 * Symmetric InfoNCE of a table of scores, S [B, B], S_ij the similarity of clip i of one modality and clip j of another:
 *
 *     L = -1/2B sum_i [ log softmax_j(scale S_ij)_i + log softmax_j(scale S_ji)_i ].
 *
 * A batch of one clip has nothing to contrast: its loss is 0. Van den Oord et al. 2018, "Representation Learning with Contrastive
 * Predictive Coding", equation 4, in both directions as in Radford et al. 2021 (CLIP).
 *
 * @param scale 1 / temperature, a number or a scalar
 */
export function clipContrast(scores: tf.Tensor2D, scale: number | tf.Scalar): tf.Scalar {
  const logits = tf.mul(scores, scale);
  const both = tf.stack([tf.logSoftmax(logits), tf.logSoftmax(tf.transpose(logits))]);
  const batch = scores.shape[0];
  return tf.sum(tf.mul(both, tf.eye(batch).mul(-0.5 / batch))) as tf.Scalar;
}

/**
 * The factor of the scores, 1 / temperature: a constant, or a parameter `scale` of the objective, exp(s) <= 100, initialised
 * from the temperature.
 */
export function contrastScale(temperature: number, learnt: boolean, { parameters }: ObjectiveBuild): () => number | tf.Scalar {
  if (!learnt) return () => 1 / temperature;
  const logarithm = parameters.variable('scale', [], () => Float32Array.of(Math.log(1 / temperature)));
  return () => tf.minimum(tf.exp(logarithm), LARGEST_SCALE) as tf.Scalar;
}

/** Each pair of modalities of a run once, in its order. @throws CmgError if there are fewer than two */
export function pairsOf(objective: string, modalities: readonly string[]): (readonly [string, string])[] {
  if (modalities.length < 2) {
    throw new CmgError(`pairs modalities, but this run has ${modalities.length === 0 ? 'none' : `only '${modalities[0]}'`}`, {
      where: objective,
      kind: 'usage',
      hint: 'Add a modality, or remove this objective.',
    });
  }
  return modalities.flatMap((a, i) => modalities.slice(i + 1).map((b) => [a, b] as const));
}
