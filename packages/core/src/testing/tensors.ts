import * as tf from '@tensorflow/tfjs';
import type { Random } from '../random.js';

/** A tensor of seeded values, uniform in +-1. */
export function randomTensor<T extends tf.Tensor>(random: Random, shape: readonly number[]): T {
  return tf.tensor(
    random.uniforms(
      shape.reduce((a, b) => a * b, 1),
      -1,
      1,
    ),
    [...shape],
  ) as T;
}

export const numbersOf = (tensor: tf.Tensor): number[] => Array.from(tensor.dataSync());
