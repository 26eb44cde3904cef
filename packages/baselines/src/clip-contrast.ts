import {
  expectTwoModalities,
  forModality,
  type ObjectiveBuild,
  type ObjectiveFactory,
  pairsOf,
  perModality,
  type Scalars,
} from '@cmg/core';
import type { StepState } from '@cmg/core';
import { amongPaired, pairedClips, pairShares } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';

/** The largest scale of a learnt temperature, as in CLIP. */
const LARGEST_SCALE = 100;

/**
 * Symmetric InfoNCE of a table of scores, S [B, B], $S_{ij}$ the similarity of clip i of one modality and clip j of another:
 *
 * $$ L = -\tfrac1{2B} \sum_i \left[ \log \softmax_j(s S_{ij})_i + \log \softmax_j(s S_{ji})_i \right] $$
 *
 * A batch of one clip has nothing to contrast: its loss is 0. Van den Oord et al. 2018, "Representation Learning with Contrastive
 * Predictive Coding", equation 4, in both directions as in Radford et al. 2021 (CLIP).
 *
 * @param scale s, 1 / temperature, a number or a scalar
 * @param paired [B], 1 for the clips that have both modalities, 0 for others, which the contrast leaves out; default: all have
 */
export function clipContrast(scores: tf.Tensor2D, scale: number | tf.Scalar, paired?: tf.Tensor1D): tf.Scalar {
  const logits = amongPaired(tf.mul(scores, scale), paired);
  const both = tf.stack([tf.logSoftmax(logits), tf.logSoftmax(tf.transpose(logits))]);
  return tf.sum(tf.mul(both, pairShares(scores.shape[0], -0.5, paired))) as tf.Scalar;
}

export interface ContrastOptions {
  readonly temperature: number;
  readonly learnt: boolean;
}

/** The options of a contrast, with the given defaults. */
export const contrastOptions = ({ temperature, learnt }: ContrastOptions) =>
  z.strictObject({
    temperature: z.number().positive().default(temperature).describe('divisor of the scores; the initial value if it is learnt'),
    learnt: z.boolean().default(learnt).describe('the temperature is a parameter, at least 0.01'),
  });

/** How a contrast compares clips. */
export interface Similarity<Described> {
  /** What is compared of a modality, from z [B, T, D] and which segments there are, [B, T] (default: all); computed once for all its pairs. */
  readonly describe: (z: tf.Tensor3D, present?: tf.Tensor2D) => Described;
  /** S, [B, B], of two modalities. */
  readonly scores: (a: Described, b: Described) => tf.Tensor2D;
}

/** One loss per pair of modalities (`audio-video`), from the scores of their clips, and which of these have both (default: all). */
export function pairLosses<Described>(
  { modalities, semantic, present }: StepState,
  { describe, scores }: Similarity<Described>,
  loss: (scores: tf.Tensor2D, paired: tf.Tensor1D | undefined) => tf.Scalar,
): Scalars {
  const described = perModality(modalities, (m) => describe(forModality(semantic, m), present?.[m]));
  const of = (a: string, b: string) =>
    loss(scores(forModality(described, a), forModality(described, b)), pairedClips(present?.[a], present?.[b]));
  return Object.fromEntries(pairsOf(modalities).map(([a, b]) => [`${a}-${b}`, of(a, b)]));
}

/** The contrast of the clips of each pair of modalities, as a function of the step. See {@link clipContrast}. */
export function contrastOf<Described>(
  similarity: Similarity<Described>,
  options: ContrastOptions,
  build: ObjectiveBuild,
): (step: StepState) => Scalars {
  const scaleOf = contrastScale(options, build);
  return (step) => {
    const scale = scaleOf();
    return pairLosses(step, similarity, (scores, paired) => clipContrast(scores, scale, paired));
  };
}

/** An objective that is such a contrast, with the defaults of its temperature. */
export function contrastObjective<Described>({
  name,
  description,
  temperature = 0.07,
  learnt = false,
  ...similarity
}: Pick<ObjectiveFactory, 'name' | 'description'> & Similarity<Described> & Partial<ContrastOptions>): ObjectiveFactory<ContrastOptions> {
  return {
    name,
    description,
    options: contrastOptions({ temperature, learnt }),
    create: (options, build) => {
      expectTwoModalities(name, build);
      const contrast = contrastOf(similarity, options, build);
      return { readsPresent: true, terms: (step) => ({ losses: contrast(step) }) };
    },
  };
}

/**
 * The factor of the scores, 1 / temperature: a constant, or min(e^s, 100) with a parameter `scale` of the objective, s, initialised
 * from the temperature.
 */
function contrastScale({ temperature, learnt }: ContrastOptions, { parameters }: ObjectiveBuild): () => number | tf.Scalar {
  if (!learnt) return () => 1 / temperature;
  const logarithm = parameters.variable('scale', [], () => Float32Array.of(Math.log(1 / temperature)));
  return () => limitedExponential(logarithm) as tf.Scalar;
}

/** min(e^s, 100). At the limit only a gradient that leads back from it passes: with none at all, s could never return. */
const limitedExponential = tf.customGrad((s, save) => {
  const scale = tf.minimum(tf.exp(s as tf.Tensor), LARGEST_SCALE);
  (save as tf.GradSaveFunc)([scale]);
  const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
    const value = saved[0] as tf.Tensor;
    const slope = tf.mul(dy, value);
    return tf.where(tf.less(value, LARGEST_SCALE), slope, tf.relu(slope));
  };
  return { value: scale, gradFunc };
});
