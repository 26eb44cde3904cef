import type { PerModality } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';

/** The mean over modalities of what each has at the same clip and segment: z [B, T, D] each -> [B, T, D]. */
export function alignedMean(semantic: PerModality<tf.Tensor3D>): tf.Tensor3D {
  const all = Object.values(semantic);
  return tf.tidy(() => tf.addN(all).div(all.length) as tf.Tensor3D);
}
