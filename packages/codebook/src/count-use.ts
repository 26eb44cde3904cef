import { type Assignment, CmgError, forModality } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import type { EmaState } from './ema-state.js';

/**
 * The counters of use after one more batch: sinceUse[m, k] <- 0 if a segment of modality m falls on code k, else
 * sinceUse[m, k] + 1. They start at -1, so the counter of a code that was never used is 0 after the first batch. Where
 * clips lack modalities, one of which the batch has a tenth of the segments that it has of another counts a tenth of a batch.
 *
 * The smallest over modalities is the official code's `unactivated_count`. Pure; the other tensors of the state stay the
 * same objects. Call it once per training batch, whether or not a reset reads it: {@link codebookUpdater} does.
 *
 * @throws CmgError if the codebook counts another number of modalities.
 */
export function countUse(codebook: EmaState, batch: Assignment): EmaState {
  const [modalities, size] = codebook.sinceUse.shape;
  if (modalities !== batch.modalities.length) {
    throw new CmgError(`expected a batch of ${modalities} modalities, got ${batch.modalities.length}`, { where: 'countUse' });
  }
  const sinceUse = tf.tidy(() => {
    const indices = tf.stack(batch.modalities.map((m) => forModality(batch.indices, m).flatten()));
    const unused = tf.oneHot(indices, size, 0, 1).cast('float32').min(1);
    return codebook.sinceUse.add(batchesSeen(batch)).mul(unused) as tf.Tensor2D;
  });
  return { ...codebook, sinceUse };
}

/** By how much the counters of each modality go on: 1, or [M, 1], its segments as a share of those of the modality that has most. */
function batchesSeen({ modalities, present }: Assignment): number | tf.Tensor {
  if (present === undefined) return 1;
  const segments = tf.stack(modalities.map((m) => tf.sum(forModality(present, m))));
  return tf.div(segments, tf.maximum(tf.max(segments), 1)).expandDims(1);
}
