import * as tf from '@tensorflow/tfjs';
import { withoutTape } from '../gradient/without-tape.js';

/**
 * Indices of codes [B, T, L], int32, with -1 for the segments that are not there; no gradient.
 *
 * @param present [B, T], 1 or 0; default: all are there, and the indices are returned as they are
 */
export function presentIndices(indices: tf.Tensor3D, present: tf.Tensor2D | undefined): tf.Tensor3D {
  if (present === undefined) return indices;
  return withoutTape(() => tf.where<tf.Tensor>(tf.greater(present.expandDims(2), 0), indices, tf.scalar(-1, 'int32')) as tf.Tensor3D);
}
