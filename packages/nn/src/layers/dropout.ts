import { type ForwardContext, hostValue } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';

/**
 * Inverted dropout: each element is 0 with probability `rate` and x / (1 - rate) otherwise, in training; x itself in
 * inference and at rate 0, where nothing is drawn.
 *
 * The mask comes from `context.random.fork(label)`: a label (the layer's path) identifies one mask, so two places that
 * need different masks need two labels, and the same seed gives the same mask on every backend.
 */
export function dropout<T extends tf.Tensor>(x: T, rate: number, context: ForwardContext, label: string): T {
  if (!context.training || rate === 0) return x;
  const { size, shape } = x;
  const mask = hostValue(() => tf.tensor(context.random.fork(label).dropoutMask(size, rate), shape));
  return masked(x, mask) as T;
}

/** x mask, differentiable in x alone: the backward pass takes one operation instead of the product's two. */
function masked(x: tf.Tensor, mask: tf.Tensor): tf.Tensor {
  return tf.customGrad((_x, save) => {
    (save as tf.GradSaveFunc)([mask]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(dy, saved[0] as tf.Tensor);
    return { value: tf.mul(x, mask), gradFunc };
  })(x);
}
