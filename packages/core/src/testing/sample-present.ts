import * as tf from '@tensorflow/tfjs';
import { forModality, perModality, type PerModality } from '../per-modality.js';

/** Which segments clips of the given lengths have, [B, T], 1 or 0. */
export function presentFor(lengths: readonly number[], segments: number): tf.Tensor2D {
  return tf.tensor2d(lengths.map((length) => Array.from({ length: segments }, (_, t) => (t < length ? 1 : 0))));
}

/** The same tensors [B, T, ...] with other values at the segments that are not there: their negatives, moved by 1. */
export function otherwiseAbsent<T extends tf.Tensor>(tensors: PerModality<T>, present: PerModality<tf.Tensor2D>): PerModality<T> {
  return perModality(Object.keys(tensors), (m) => {
    const [x, there] = [forModality(tensors, m), forModality(present, m)];
    const mask = there.reshape([...there.shape, ...Array<number>(x.rank - 2).fill(1)]);
    return tf.where<T>(tf.greater(tf.broadcastTo(mask, x.shape), 0), x, tf.sub(1, x));
  });
}
