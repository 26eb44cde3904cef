import { defineObjective, expectTwoModalities, forModality, pairsOf } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';

const options = z.strictObject({
  lambda: z.number().min(0).default(0.01).describe('weight of the correlations between different features'),
  epsilon: z.number().positive().default(1e-5).describe('added to variances, so that the gradient of their root is finite'),
});

/** The mean segment of each clip, each feature of mean 0 and variance 1 over the batch: z [B, T, D] -> [B, D]. */
export function standardised(z, epsilon) {
  const clips = z.mean(1);
  const { mean, variance } = tf.moments(clips, 0);
  return clips.sub(mean).div(variance.add(epsilon).sqrt());
}

/** 1/D (sum_i (1 - C_ii)^2 + lambda sum_{i != j} C_ij^2), with C [D, D] the correlations of features of a with features of b. */
export function barlowTwins(correlations, lambda) {
  const width = correlations.shape[0];
  const same = tf.eye(width);
  const weights = same.add(tf.sub(1, same).mul(lambda));
  return correlations.sub(same).square().mul(weights).sum().div(width);
}

/**
 * Each feature of a clip is the same in two modalities, and none tells what another tells already: one term for each pair of
 * modalities, and as a metric the mean of C_ii.
 *
 * Zbontar et al. 2021, "Barlow Twins: Self-Supervised Learning via Redundancy Reduction", with modalities in place of distorted
 * pictures, and divided by D, so that its weight does not depend on the width.
 */
export default defineObjective({
  name: 'barlow-twins',
  description: 'features of a clip are the same in all modalities, and not redundant',
  options,
  create({ lambda, epsilon }, build) {
    expectTwoModalities('barlow-twins', build);
    return {
      terms({ modalities, semantic }) {
        const [losses, metrics] = [{}, {}];
        for (const [a, b] of pairsOf(modalities)) {
          const [za, zb] = [a, b].map((modality) => standardised(forModality(semantic, modality), epsilon));
          const correlations = tf.matMul(za, zb, true).div(za.shape[0]);
          losses[`${a}-${b}`] = barlowTwins(correlations, lambda);
          metrics[`correlation/${a}-${b}`] = correlations.mul(tf.eye(build.width)).sum().div(build.width);
        }
        return { losses, metrics };
      },
    };
  },
});
