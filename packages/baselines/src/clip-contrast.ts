import { expectTwoModalities, forModality, type ObjectiveBuild, type ObjectiveFactory, pairsOf, perModality } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';

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

const options = z.strictObject({
  temperature: z.number().positive().default(0.07).describe('divisor of the scores; the initial value if it is learnt'),
  learnt: z.boolean().default(false).describe('the temperature is a parameter, at least 0.01'),
});

export type ContrastOptions = z.infer<typeof options>;

/** How a contrast compares clips. */
interface Similarity<Described extends tf.Tensor> extends Pick<ObjectiveFactory, 'name' | 'description'> {
  /** What is compared of a modality, from z [B, T, D]; computed once for all its pairs. */
  describe(z: tf.Tensor3D): Described;
  /** S, [B, B], of two modalities. */
  scores(a: Described, b: Described): tf.Tensor2D;
}

/** The objective that contrasts the clips of each pair of modalities, one term per pair (`audio-video`). See {@link clipContrast}. */
export function contrastObjective<Described extends tf.Tensor>({
  name,
  description,
  describe,
  scores,
}: Similarity<Described>): ObjectiveFactory<ContrastOptions> {
  return {
    name,
    description,
    options,
    create: (chosen, build) => {
      expectTwoModalities(name, build);
      const scaleOf = contrastScale(chosen, build);
      return {
        terms: ({ modalities, semantic }) => {
          const described = perModality(modalities, (m) => describe(forModality(semantic, m)));
          const scale = scaleOf();
          const loss = (a: string, b: string) => clipContrast(scores(forModality(described, a), forModality(described, b)), scale);
          return { losses: Object.fromEntries(pairsOf(modalities).map(([a, b]) => [`${a}-${b}`, loss(a, b)])) };
        },
      };
    },
  };
}

/**
 * The factor of the scores, 1 / temperature: a constant, or a parameter `scale` of the objective, exp(s) <= 100, initialised
 * from the temperature.
 */
function contrastScale({ temperature, learnt }: ContrastOptions, { parameters }: ObjectiveBuild): () => number | tf.Scalar {
  if (!learnt) return () => 1 / temperature;
  const logarithm = parameters.variable('scale', [], () => Float32Array.of(Math.log(1 / temperature)));
  return () => tf.minimum(tf.exp(logarithm), LARGEST_SCALE) as tf.Scalar;
}
