import type { ForwardContext } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';

/**
 * Inverted dropout: each element is 0 with probability `rate` and x / (1 - rate) otherwise, in training; x itself in
 * inference and at rate 0, where nothing is drawn.
 *
 * The mask comes from `context.random.fork(label)`: a label (the layer's path) names one mask, so two places that must not
 * share theirs need two labels, and the same seed gives the same mask on every backend.
 */
export function dropout<T extends tf.Tensor>(x: T, rate: number, context: ForwardContext, label: string): T {
  if (!context.training || rate === 0) return x;
  const mask = context.random.fork(label).dropoutMask(x.size, rate);
  return tf.mul(x, tf.tensor(mask, x.shape));
}
