import { CmgError, expectTwoModalities, forModality, type Objective, type ObjectiveFactory, pairsOf, type Scalars } from '@cmg/core';
import { amongPaired, guardedSqrt, meanOverSegments, pairedClips, pairShares, stopGradient } from '@cmg/nn';
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
  /** Which segments the clips have, [B, T]; absent if all have all. */
  readonly present?: tf.Tensor2D;
}

/**
 * $P_{bk} = \mean_t \softmax_k (-\sqrt{d_{btk}})$: how probable each code is for a segment of the clip.
 *
 * distances: squared distances [B, T, K], >= 0. The gradient of the root is bounded if a segment lies on a code.
 * Liu et al. 2021, "Cross-Modal Discrete Representation Learning", adopted by the paper.
 *
 * @param present [B, T]: the mean is over the segments that are there; default: all. With H heads distances are [B, T H, K]
 */
export function codeMatch(distances: tf.Tensor3D, present?: tf.Tensor2D): CodeMatch {
  const heads = distances.shape[1] / (present?.shape[1] ?? distances.shape[1]);
  const parts =
    present && heads > 1 ? (tf.tile(present.expandDims(2), [1, 1, heads]).reshape([present.shape[0], -1]) as tf.Tensor2D) : present;
  const probability = meanOverSegments(tf.softmax(tf.neg(guardedSqrt(distances))), parts);
  return { probability, logProbability: tf.log(tf.add(probability, LEAST)), ...(present && { present }) };
}

/** Which form of L_cmcm: see {@link codeMatchingLoss}. */
export type CodeMatchingVariant = 'improved' | 'paper' | 'official';

/** Keeps the official denominator above 0. */
const OFFICIAL_LEAST = 1e-5;
/** Lies above every score. */
const FAR = 1e9;

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
 * its loss is 0. Where clips lack modalities, B are those that have both. Liu et al. 2021, "Cross-Modal Discrete Representation Learning"; L_cmcm of
 * the paper.
 *
 * @throws CmgError for fewer than two matches.
 */
export function codeMatchingLoss(matches: readonly CodeMatch[], variant: CodeMatchingVariant): tf.Tensor1D {
  if (matches.length < 2) throw new CmgError(`code matching needs at least 2 modalities, got ${matches.length}`);
  const pairs = pairsOf(matches).map(([a, b]) => ({ scores: pairScores(a, b, variant), paired: pairedClips(a.present, b.present) }));
  if (variant === 'official') return officialContrast(pairs);
  const scores = pairs.map((pair) => amongPaired(pair.scores, pair.paired));
  const directions = variant === 'paper' ? 1 : 2;
  const batch = (scores[0] as tf.Tensor2D).shape[0];
  const shares = pairs.map(({ paired }) => pairShares(batch, -1 / directions, paired));
  if (variant === 'paper') return contrast(tf.stack(scores), shares);
  const bothWays = scores.map((s) => tf.stack([s, tf.transpose(s)]));
  return contrast(tf.stack(bothWays), shares);
}

/** How the clips of two modalities match, [B, B], and which of them have both, [B]: all by default. */
interface MatchedPair {
  readonly scores: tf.Tensor2D;
  readonly paired: tf.Tensor1D | undefined;
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

/** [P, ..., B, B] -> [P]: the sum, over all axes but the first, of the row-wise log-softmax times the shares [B, B] of each pair. */
function contrast(scores: tf.Tensor, shares: readonly tf.Tensor2D[]): tf.Tensor1D {
  const [pairs, ...rest] = scores.shape as [number, ...number[]];
  const own = tf.stack([...shares]).reshape([pairs, ...Array<number>(rest.length - 2).fill(1), ...(shares[0] as tf.Tensor2D).shape]);
  return tf.sum(tf.mul(tf.logSoftmax(scores), own).reshape([pairs, -1]), 1);
}

/** [P]. */
function officialContrast(pairs: readonly MatchedPair[]): tf.Tensor1D {
  const scores = tf.stack(pairs.map((pair) => pair.scores));
  const batch = scores.shape[1] as number;
  const among = pairs.map(({ paired }) => paired && tf.mul(tf.expandDims(paired, 1), tf.expandDims(paired, 0)));
  const counted = among.includes(undefined) ? undefined : tf.stack(among as tf.Tensor[]);
  const fixed = stopGradient(scores);
  // The minimum of what is compared: what is not lies above it.
  const least = counted === undefined ? fixed : tf.add(fixed, tf.mul(tf.sub(1, counted), FAR));
  const shifted = tf.sub(scores, tf.min(least, [1, 2], true));
  const terms = counted === undefined ? tf.exp(shifted) : tf.mul(tf.exp(tf.mul(shifted, counted)), counted);
  const logDenominator = tf.log(tf.sum(terms, 2).add(OFFICIAL_LEAST));
  const matched = tf.sum(tf.mul(shifted, tf.eye(batch)), 2);
  const losses = tf.sub(logDenominator, matched);
  if (counted === undefined) return tf.mean(losses, 1);
  const paired = tf.stack(pairs.map((pair) => pair.paired as tf.Tensor1D));
  return tf.div(tf.sum(tf.mul(losses, paired), 1), tf.maximum(tf.sum(paired, 1), 1));
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
      readsPresent: true,
      terms: ({ modalities, distances, present }) => {
        const matches = modalities.map((m) => codeMatch(forModality(distances, m), present?.[m]));
        const names = pairsOf(modalities).map((pair) => pair.join('-'));
        const loss = codeMatchingLoss(matches, variant);
        // tfjs cannot differentiate an unstack into a single part.
        const values = names.length === 1 ? [loss.asScalar()] : tf.unstack(loss);
        return { losses: Object.fromEntries(names.map((name, i) => [name, values[i]])) as Scalars };
      },
    };
  },
};
