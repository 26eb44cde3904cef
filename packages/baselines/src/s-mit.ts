import { expectTwoModalities, type ObjectiveFactory } from '@cmg/core';
import { amongPaired, meanOverSegments, pairShares, stopGradient } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { pairLosses, type Similarity } from './clip-contrast.js';
import { clipCosines, dotProducts } from './clip-means.js';

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
 *
 * @param paired [B], 1 for the clips that have both modalities, 0 for others, which the contrast leaves out; default: all have
 */
export function adaptiveMarginContrast(scores: tf.Tensor2D, { alpha, marginGradient }: AdaptiveMargin, paired?: tf.Tensor1D): tf.Scalar {
  const batch = scores.shape[0];
  const bothWays = (table: tf.Tensor2D) => tf.stack([table, tf.transpose(table)]) as tf.Tensor3D;
  const both = bothWays(scores);
  const pairs = tf.eye(batch);
  const own = tf.sum(tf.mul(both, pairs), 2, true);
  const all = tf.sum(paired === undefined ? both : tf.mul(both, paired), 2, true);
  const others = tf.div(tf.sub(all, own), paired === undefined ? Math.max(1, batch - 1) : tf.maximum(tf.sub(tf.sum(paired), 1), 1));
  const margin = tf.mul(tf.sub(own, others), alpha);
  const compared = paired === undefined ? both : bothWays(amongPaired(scores, paired));
  const logits = tf.sub(compared, tf.mul(pairs, marginGradient === 'keep' ? margin : stopGradient(margin)));
  return tf.sum(tf.mul(tf.logSoftmax(logits), pairShares(batch, -1, paired))) as tf.Scalar;
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
    return {
      readsPresent: true,
      terms: (step) => ({ losses: pairLosses(step, compared, (scores, paired) => adaptiveMarginContrast(scores, margin, paired)) }),
    };
  },
};

function similarityOf(kind: SMitOptions['similarity'], temperature: number, width: number): Similarity<tf.Tensor2D> {
  const divisor = { 'scaled-dot': Math.sqrt(width), dot: 1, cosine: temperature }[kind];
  return {
    describe: kind === 'cosine' ? clipCosines.describe : meanOverSegments,
    scores: (a, b) => tf.div(dotProducts(a, b), divisor),
  };
}
