import { guardedSqrt } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';

/** Keeps the logarithm of a code that is nowhere near finite. */
const LEAST = 1e-10;

/** How a modality's clips match the codes. */
export interface CodeMatch {
  /** P, [B, K]: a distribution over codes for each clip. */
  readonly probability: tf.Tensor2D;
  /** log(P + 1e-10), [B, K]. */
  readonly logProbability: tf.Tensor2D;
}

/**
 * P = mean over T of softmax_k(-sqrt(d[b,t,k])): how likely a segment of the clip is to be of each code.
 *
 * distances: squared distances [B, T, K], >= 0. The gradient of the root is bounded where a segment lies on a code.
 * Liu et al. 2021, "Cross-Modal Discrete Representation Learning", which the paper takes over.
 */
export function codeMatch(distances: tf.Tensor3D): CodeMatch {
  const probability = tf.mean(tf.softmax(tf.neg(guardedSqrt(distances))), 1) as tf.Tensor2D;
  return { probability, logProbability: tf.log(tf.add(probability, LEAST)) };
}
