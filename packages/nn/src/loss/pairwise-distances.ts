import * as tf from '@tensorflow/tfjs';
import { squaredDistances } from './squared-distances.js';

/** {@link squaredDistances} of vectors to each other, [K, D] -> [K, K]. */
export function pairwiseDistances(vectors: tf.Tensor2D): tf.Tensor2D {
  return tf.squeeze(squaredDistances(vectors.expandDims(0), vectors), [0]);
}
