import type { HeadBuild } from '@cmg/core';
import { linear } from '@cmg/nn';
import type * as tf from '@tensorflow/tfjs';
import { maxOverSegments } from './max-over-segments.js';

/**
 * logits = W2 max_t(W1 q_t + b1) + b2. W1 q_t + b1 depends on the code alone, so it is computed for the K codes and gathered for
 * the segments.
 *
 * @returns int32 [B, T] -> [B, outputs]
 */
export function clipClassifier(
  { parameters, embedding }: HeadBuild,
  hidden: number,
  outputs: number,
): (indices: tf.Tensor2D) => tf.Tensor {
  const project = linear(parameters.child('project'), embedding.shape[1], hidden);
  const classify = linear(parameters.child('classify'), hidden, outputs);
  return (indices) => classify(maxOverSegments(project(embedding) as tf.Tensor2D, indices));
}
