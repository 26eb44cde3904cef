import { type Assignment, type PerModality, Random } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';

/** A batch of the given features [B, T, D] and indices [B][T]. The tensors are the caller's. */
export function assignment(semantic: PerModality<tf.Tensor3D>, indices: PerModality<number[][]>, seed = 0): Assignment {
  return {
    modalities: Object.keys(semantic),
    semantic,
    indices: Object.fromEntries(Object.entries(indices).map(([m, values]) => [m, tf.tensor2d(values, undefined, 'int32')])),
    random: new Random(seed),
  };
}
