import { forModality, type PerModality } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';

/**
 * The mean over modalities of what each has at the same clip and segment: z [B, T, D] each -> [B, T, D].
 *
 * @param present [B, T] each: the mean is over the modalities that have the segment; default: all have all
 */
export function alignedMean(semantic: PerModality<tf.Tensor3D>, present?: PerModality<tf.Tensor2D>): tf.Tensor3D {
  return tf.tidy(() => {
    if (present === undefined) {
      const all = Object.values(semantic);
      return tf.addN(all).div(all.length) as tf.Tensor3D;
    }
    const there = Object.entries(semantic).map(([m, z]) => tf.mul(z, tf.expandDims(forModality(present, m), 2)));
    return tf.div(tf.addN(there), tf.maximum(tf.addN(Object.values(present)), 1).expandDims(2)) as tf.Tensor3D;
  });
}

/** 1 for the segments that as many modalities have as any segment, [B, T], from the present [B, T] of each; 0 for others. */
export function mostShared(present: PerModality<tf.Tensor2D>): tf.Tensor2D {
  return tf.tidy(() => {
    const counts = tf.addN(Object.values(present));
    return tf.cast(tf.equal(counts, tf.maximum(tf.max(counts), 1)), 'float32') as tf.Tensor2D;
  });
}
