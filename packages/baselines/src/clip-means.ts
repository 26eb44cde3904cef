import { meanOverSegments, unitVectors } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import type { Similarity } from './clip-contrast.js';

/** S_ij = u^a_i . u^b_j, [B, D] twice -> [B, B]. */
export const dotProducts = (a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D => tf.matMul(a, b, false, true);

/** S_ij = cos(u^a_i, u^b_j). */
export const clipCosines: Similarity<tf.Tensor2D> = {
  describe: (z, present) => unitVectors(meanOverSegments(z, present)),
  scores: dotProducts,
};
