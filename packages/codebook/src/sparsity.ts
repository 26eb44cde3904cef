import { forModality, type Objective, type ObjectiveFactory, type PerModality, perModality, type StepState } from '@cmg/core';
import { segmentShares, stopGradient } from '@cmg/nn';
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
export function sparsityLosses(step: Pick<StepState, 'modalities' | 'semantic' | 'present'>): PerModality<tf.Scalar> {
  const { modalities, semantic, present } = step;
  const agreement = stopGradient(clipCorrelation(step));
  const centre = present === undefined ? centreOf(modalities, semantic) : centreOfPresent(modalities, semantic, present);
  return perModality(modalities, (m) => {
    const squared = tf.mean(tf.square(tf.sub(forModality(semantic, m), centre)), 2).add(LEAST);
    return tf.mul(agreement, evenness(squared, present?.[m]));
  });
}

function centreOf(modalities: readonly string[], semantic: PerModality<tf.Tensor3D>): tf.Tensor {
  return tf.addN(modalities.map((m) => tf.mean(forModality(semantic, m), [0, 1]))).div(modalities.length);
}

/** The same of the segments that are there, and of the modalities that have any. */
function centreOfPresent(modalities: readonly string[], semantic: PerModality<tf.Tensor3D>, present: PerModality<tf.Tensor2D>): tf.Tensor {
  const means = modalities.map((m) => {
    const shares = segmentShares(forModality(present, m));
    return tf.sum(tf.mul(forModality(semantic, m), tf.expandDims(shares, 2)), [0, 1]);
  });
  const having = modalities.map((m) => tf.max(forModality(present, m)));
  return tf.div(tf.addN(means), tf.maximum(tf.addN(having), 1));
}

/** The mean of the roots of squares [B, T] over the root of their mean; of those that are there, 0 if none is. */
function evenness(squared: tf.Tensor, present: tf.Tensor2D | undefined): tf.Tensor {
  if (present === undefined) return tf.div(tf.mean(tf.sqrt(squared)), tf.sqrt(tf.mean(squared)));
  const shares = segmentShares(present);
  const mean = (x: tf.Tensor) => tf.sum(tf.mul(x, shares));
  return tf.div(mean(tf.sqrt(squared)), tf.sqrt(tf.maximum(mean(squared), LEAST)));
}

/** Segments that have no counterpart in other modalities come together, one term per modality. See {@link sparsityLosses}. */
export const sparsity: ObjectiveFactory = {
  name: 'sparsity',
  description: 'segments that have no counterpart in other modalities come together at one place',
  options: z.strictObject({}),
  create: (): Objective => ({ readsPresent: true, terms: (step) => ({ losses: sparsityLosses(step) }) }),
};
