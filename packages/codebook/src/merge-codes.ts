import { type Assignment, forModality } from '@cmg/core';
import { pairwiseDistances } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { clipCorrelation } from './clip-correlation.js';
import type { EmaState } from './ema-state.js';
import { partsOf } from './parts-of.js';

/**
 * Codes that say the same become one: a code takes the place of one before it if their squared distance is below `apart` $\rho V$. Two
 * codes at one place count as the first of them, so that the other is free for a reset; so the data says how many codes there are, and K is
 * the most. Of several that are near one another, those stay that are near none before them. N of a code that moves becomes 1, m = E.
 *
 * V is the variance of the batch's segments, their mean squared distance to their mean, all modalities together; $\rho$ is the
 * {@link clipCorrelation}. It is near 0 before modalities agree on anything, so that nothing is merged that training could still tell apart.
 *
 * Pure. Hartigan 1975, "Clustering Algorithms", chapter 3 (leader algorithm).
 *
 * @param apart share of the variance, >= 0
 */
export function mergeCodes(codebook: EmaState, batch: Assignment, apart: number): EmaState {
  const { embedding, emaCount, emaSum } = codebook;
  const merged = tf.tidy(() => {
    const order = tf.range(0, embedding.shape[0]);
    const before = tf.less(order.expandDims(0), order.expandDims(1));
    const near = tf.less(
      pairwiseDistances(embedding),
      tf.mul(varianceOf(batch, embedding.shape[1]), tf.mul(clipCorrelation(batch), apart)),
    );
    const earlier = tf.cast(tf.logicalAnd(near, before), 'float32');
    const stays = tf.equal(tf.max(earlier, 1), 0);
    const places = tf.mul(earlier, tf.cast(stays, 'float32'));
    const moves = tf.greater(tf.max(places, 1), 0);
    const rows = moves.expandDims(1);
    const place = tf.gather(embedding, tf.argMax(places, 1));
    return {
      embedding: tf.where<tf.Tensor2D>(rows, place, embedding),
      emaCount: tf.where<tf.Tensor1D>(moves, tf.onesLike(emaCount), emaCount),
      emaSum: tf.where<tf.Tensor2D>(rows, place, emaSum),
    };
  });
  return { ...codebook, ...merged };
}

/** V, of segments [rows, width]: with several heads of their parts. */
function varianceOf({ modalities, semantic, present }: Assignment, width: number): tf.Scalar {
  const segments = tf.concat(modalities.map((m) => forModality(semantic, m).reshape([-1, width])));
  if (present === undefined) return tf.mean(tf.sum(tf.square(tf.sub(segments, tf.mean(segments, 0))), 1));
  const there = tf.concat(modalities.map((m) => partsOf(forModality(present, m), forModality(semantic, m), width)));
  const shares = tf.div(there, tf.maximum(tf.sum(there), 1)).expandDims(1);
  const mean = tf.sum(tf.mul(segments, shares), 0);
  return tf.sum(tf.mul(tf.square(tf.sub(segments, mean)), shares));
}
