import { withoutTape } from './without-tape.js';
import * as tf from '@tensorflow/tfjs';

/** sg(x): the value of x, constant to every gradient. Shares the memory of x, and costs nothing in the backward pass. */
export function stopGradient<T extends tf.Tensor>(x: T): T {
  return withoutTape(() => tf.clone(x));
}
