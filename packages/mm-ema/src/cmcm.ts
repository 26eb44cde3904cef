import { CmgError, expectTwoModalities, forModality, type Objective, type ObjectiveFactory, pairsOf, type Scalars } from '@cmg/core';
import { guardedSqrt, stopGradient } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';

/** Keeps the logarithm finite for a code that is far from every segment. */
const LEAST = 1e-10;

/** How a modality's clips match the codes. */
export interface CodeMatch {
  /** P, [B, K]: a distribution over codes for each clip. */
  readonly probability: tf.Tensor2D;
  /** log(P + 1e-10), [B, K]. */
  readonly logProbability: tf.Tensor2D;
}

/**
 * $P_{bk} = \mean_t \softmax_k (-\sqrt{d_{btk}})$: how probable each code is for a segment of the clip.
 *
 * distances: squared distances [B, T, K], >= 0. The gradient of the root is bounded if a segment lies on a code.
 * Liu et al. 2021, "Cross-Modal Discrete Representation Learning", adopted by the paper.
 */
export function codeMatch(distances: tf.Tensor3D): CodeMatch {
  const probability = tf.mean(tf.softmax(tf.neg(guardedSqrt(distances))), 1) as tf.Tensor2D;
  return { probability, logProbability: tf.log(tf.add(probability, LEAST)) };
}

/** Which form of L_cmcm: see {@link codeMatchingLoss}. */
export type CodeMatchingVariant = 'improved' | 'paper' | 'official';

/** Keeps the official denominator above 0. */
const OFFICIAL_LEAST = 1e-5;

/**
 * Cross-modal code matching, L_cmcm: clip i of one modality should match the codes of clip i of another better than those of
 * the other clips. For each pair of modalities a < b, with P [B, K] of {@link CodeMatch},
 *
 * $$ S_{ij} = \sum_k P^a_{ik} \log P^b_{jk} + P^b_{jk} \log P^a_{ik}, \qquad L = -\mean_i \log \frac{e^{S_{ii}}}{\sum_j e^{S_{ij}}} $$
 *
 * - `paper`: that, from a to b.
 * - `improved`: the mean of both directions (over rows and over columns of S), so that the order of modalities does not matter.
 * - `official`: the second term is $P^b_{ik} \log P^a_{jk}$, which off the diagonal compares clip i of b with clip j of a, not the
 *   other way round, and the denominator is computed with a shift by min S and +1e-5. Its weight in the config is .5.
 *
 * One value per pair, [M (M-1) / 2], in the order (0,1), (0,2), ..., (1,2), .... A batch of one clip has nothing to contrast:
 * its loss is 0. Liu et al. 2021, "Cross-Modal Discrete Representation Learning"; L_cmcm of
 * the paper.
 *
 * @throws CmgError for fewer than two matches.
 */
export function codeMatchingLoss(matches: readonly CodeMatch[], variant: CodeMatchingVariant): tf.Tensor1D {
  if (matches.length < 2) throw new CmgError(`code matching needs at least 2 modalities, got ${matches.length}`);
  const scores = pairsOf(matches).map(([a, b]) => pairScores(a, b, variant));
  if (variant === 'official') return officialContrast(tf.stack(scores) as tf.Tensor3D);
  if (variant === 'paper') return contrast(tf.stack(scores));
  const bothWays = scores.map((s) => tf.stack([s, tf.transpose(s)]));
  return contrast(tf.stack(bothWays));
}

/** S, [B, B]. */
function pairScores(a: CodeMatch, b: CodeMatch, variant: CodeMatchingVariant): tf.Tensor2D {
  const first = tf.matMul(a.probability, b.logProbability, false, true);
  const second =
    variant === 'official'
      ? tf.matMul(b.probability, a.logProbability, false, true)
      : tf.matMul(a.logProbability, b.probability, false, true);
  return tf.add(first, second);
}

/** [P, ..., B, B] -> [P]: minus the mean, over all axes but the first, of the diagonal of the row-wise log-softmax. */
function contrast(scores: tf.Tensor): tf.Tensor1D {
  const batch = scores.shape.at(-1) as number;
  const rows = scores.size / (scores.shape[0] * batch);
  const diagonal = tf.mul(tf.logSoftmax(scores), tf.eye(batch).mul(-1 / rows));
  return tf.sum(diagonal.reshape([scores.shape[0], rows * batch]), 1);
}

/** [P, B, B] -> [P]. */
function officialContrast(scores: tf.Tensor3D): tf.Tensor1D {
  const batch = scores.shape[1];
  const shifted = tf.sub(scores, tf.min(stopGradient(scores), [1, 2], true));
  const logDenominator = tf.log(tf.sum(tf.exp(shifted), 2).add(OFFICIAL_LEAST));
  const matched = tf.sum(tf.mul(shifted, tf.eye(batch)), 2);
  return tf.mean(tf.sub(logDenominator, matched), 1);
}

const options = z.strictObject({
  variant: z
    .enum(['improved', 'paper', 'official'])
    .default('improved')
    .describe('both directions of each pair (improved), one (paper), or the official code, whose weight is .5'),
});

export type CmcmOptions = z.infer<typeof options>;

/** Cross-modal code matching, one term per pair of modalities (`audio-video`). See {@link codeMatchingLoss}. */
export const cmcm: ObjectiveFactory<CmcmOptions> = {
  name: 'cmcm',
  description: 'clips of two modalities match the same codes: contrast of their distributions over codes',
  options,
  create: ({ variant }, build): Objective => {
    expectTwoModalities('cmcm', build);
    return {
      terms: ({ modalities, distances }) => {
        const matches = modalities.map((m) => codeMatch(forModality(distances, m)));
        const names = pairsOf(modalities).map((pair) => pair.join('-'));
        const loss = codeMatchingLoss(matches, variant);
        // tfjs cannot differentiate an unstack into a single part.
        const values = names.length === 1 ? [loss.asScalar()] : tf.unstack(loss);
        return { losses: Object.fromEntries(names.map((name, i) => [name, values[i]])) as Scalars };
      },
    };
  },
};
