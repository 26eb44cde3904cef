import { forModality, type Objective, type ObjectiveFactory, type PerModality, perModality, type StepState } from '@cmg/core';
import { stopGradient } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { clipCorrelation } from './clip-correlation.js';

/** Bounds the gradient of the root where a segment lies at the centre. */
const LEAST = 1e-4;

/**
 * How evenly the segments of a modality are away from the centre. With c the mean, over modalities, of all segments of each, and
 * $n^m_{bt} = \sqrt{\|z^m_{bt} - c\|^2 / D + 10^{-4}}$,
 *
 * $$ L^m = \sg(\rho) \mean_{bt} n^m_{bt} \Big/ \sqrt{\mean_{bt} (n^m_{bt})^2} $$
 *
 * The ratio is between 0 (few segments are away from the centre) and 1 (all are, equally far). It is that of the 1-norm to the 2-norm, with a
 * segment as a group, so that it does not depend on scale and cannot be lowered by making all segments alike. Where another loss needs
 * a segment, as a contrast of paired clips does, it stays away from the centre; what has no counterpart in other modalities, such as silence,
 * an empty picture or a word between, comes together at one place, whatever the modality. Its distance from there tells a reader of codes
 * where events are.
 *
 * $\rho$ is the {@link clipCorrelation}: until modalities agree about clips, nobody knows which segments are needed, and the ratio alone
 * would choose any few.
 *
 * Hoyer 2004, "Non-negative Matrix Factorization with Sparseness Constraints", equation 4; groups as in Yuan and Lin 2006.
 */
export function sparsityLosses(step: Pick<StepState, 'modalities' | 'semantic'>): PerModality<tf.Scalar> {
  const { modalities, semantic } = step;
  const agreement = stopGradient(clipCorrelation(step));
  const centre = tf.addN(modalities.map((m) => tf.mean(forModality(semantic, m), [0, 1]))).div(modalities.length);
  return perModality(modalities, (m) => {
    const squared = tf.mean(tf.square(tf.sub(forModality(semantic, m), centre)), 2).add(LEAST);
    return tf.mul(agreement, tf.div(tf.mean(tf.sqrt(squared)), tf.sqrt(tf.mean(squared))));
  });
}

/** Segments that have no counterpart in other modalities come together, one term per modality. See {@link sparsityLosses}. */
export const sparsity: ObjectiveFactory = {
  name: 'sparsity',
  description: 'segments that have no counterpart in other modalities come together at one place',
  options: z.strictObject({}),
  create: (): Objective => ({ terms: (step) => ({ losses: sparsityLosses(step) }) }),
};
