import { type Assignment, type PerModality, Random } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';

/** A batch of the given features [B, T, D] and indices [B][T], of one level. The caller disposes the tensors. */
export function assignment(semantic: PerModality<tf.Tensor3D>, indices: PerModality<number[][]>, seed = 0): Assignment {
  return {
    modalities: Object.keys(semantic),
    semantic,
    indices: Object.fromEntries(Object.entries(indices).map(([m, values]) => [m, indicesOf(values)])),
    random: new Random(seed),
  };
}

/** Indices [B][T] of one level, as [B, T, 1]. */
export const indicesOf = (values: number[][]): tf.Tensor3D =>
  tf.tensor3d(
    values.map((row) => row.map((code) => [code])),
    undefined,
    'int32',
  );
