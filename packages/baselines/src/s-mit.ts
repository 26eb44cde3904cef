import { expectTwoModalities, type ObjectiveFactory } from '@cmg/core';
import { stopGradient } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { pairLosses, type Similarity } from './clip-contrast.js';
import { clipCosines, clipMeans, dotProducts } from './clip-means.js';

export interface AdaptiveMargin {
  /** Share of the distance between a pair's score and the mean of the others that becomes the pair's margin. */
  readonly alpha: number;
  /** Whether the gradient passes through the margin. */
  readonly marginGradient: 'keep' | 'stop';
}

/**
 * Contrast with an adaptive mean margin, of a table of scores S [B, B], $S_{ij}$ the similarity of clip i of one modality and clip j of
 * another:
 *
 * $$ M_i = \alpha (S_{ii} - \mean_{j \ne i} S_{ij}), \qquad
 *    L_{ab} = -\mean_i \log \frac{e^{S_{ii} - M_i}}{e^{S_{ii} - M_i} + \sum_{j \ne i} e^{S_{ij}}}, \qquad L = L_{ab} + L_{ba} $$
 *
 * with $S^\top$ in place of $S$ in $L_{ba}$: the further a pair is from the others already, the more is asked of it. A batch of one clip
 * has nothing to contrast: its loss is 0.
 *
 * Monfort et al. 2021, "Spoken Moments: Learning Joint Audio-Visual Representations from Video Descriptions", equations 1 to 3.
 */
export function adaptiveMarginContrast(scores: tf.Tensor2D, { alpha, marginGradient }: AdaptiveMargin): tf.Scalar {
  const batch = scores.shape[0];
  const both = tf.stack([scores, tf.transpose(scores)]) as tf.Tensor3D;
  const pairs = tf.eye(batch);
  const paired = tf.sum(tf.mul(both, pairs), 2, true);
  const others = tf.div(tf.sub(tf.sum(both, 2, true), paired), Math.max(1, batch - 1));
  const margin = tf.mul(tf.sub(paired, others), alpha);
  const logits = tf.sub(both, tf.mul(pairs, marginGradient === 'keep' ? margin : stopGradient(margin)));
  return tf.sum(tf.mul(tf.logSoftmax(logits), pairs.mul(-1 / batch))) as tf.Scalar;
}

const options = z.strictObject({
  alpha: z.number().min(0).max(1).default(0.5).describe("a pair's margin as a share of its distance from the mean of the others"),
  marginGradient: z.enum(['keep', 'stop']).default('keep').describe('whether the gradient passes through the margin'),
  similarity: z
    .enum(['scaled-dot', 'dot', 'cosine'])
    .default('scaled-dot')
    .describe(
      'of two clips: the dot product of their means divided by sqrt(D), as it is (paper), or the cosine divided by the temperature',
    ),
  temperature: z.number().positive().default(0.07).describe('divisor of cosines'),
});

export type SMitOptions = z.infer<typeof options>;

/**
 * S-MiT: with $u^m_i = \mean_t z^m_{it}$, the {@link adaptiveMarginContrast} of the clips of each pair of modalities (`audio-video`).
 *
 * Dot products of features of width D whose layers are normalised grow with D, up to D itself, and a softmax of them is saturated: hence
 * `scaled-dot` by default, $S_{ij} = u^a_i \cdot u^b_j / \sqrt D$.
 */
export const sMit: ObjectiveFactory<SMitOptions> = {
  name: 's-mit',
  description: 'contrasts clips by the means of their segments, with a margin that grows as pairs part from the others',
  options,
  create: ({ similarity, temperature, ...margin }, build) => {
    expectTwoModalities('s-mit', build);
    const compared = similarityOf(similarity, temperature, build.width);
    return { terms: (step) => ({ losses: pairLosses(step, compared, (scores) => adaptiveMarginContrast(scores, margin)) }) };
  },
};

function similarityOf(kind: SMitOptions['similarity'], temperature: number, width: number): Similarity<tf.Tensor2D> {
  const divisor = { 'scaled-dot': Math.sqrt(width), dot: 1, cosine: temperature }[kind];
  return {
    describe: kind === 'cosine' ? clipCosines.describe : clipMeans,
    scores: (a, b) => tf.div(dotProducts(a, b), divisor),
  };
}
