import { ParameterScope, Random } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';

/** Repeatable values in [-1, 1). */
export function noise(shape: number[], seed = 1): tf.Tensor {
  return tf.tensor(
    new Random(seed).uniforms(
      shape.reduce((a, b) => a * b, 1),
      -1,
      1,
    ),
    shape,
  );
}

export const newScope = (seed = 1): ParameterScope => ParameterScope.root(new Random(seed), tf);

export const inference = { training: false, random: new Random(0) };

/** Fails if a call of f leaves tensors behind, apart from its result. */
export function expectNoLeak(f: () => tf.Tensor): void {
  tf.dispose(tf.tidy(f));
  const before = tf.memory().numTensors;
  tf.dispose(tf.tidy(f));
  expect(tf.memory().numTensors).toBe(before);
}

/** Gradients of sum(f(...xs) * weights), with fixed random weights, so that every direction of the result counts. */
export function gradientsOf(f: (...xs: tf.Tensor[]) => tf.Tensor, xs: tf.Tensor[]): tf.Tensor[] {
  return tf.grads((...inputs: tf.Tensor[]) => {
    const y = f(...inputs);
    return tf.sum(tf.mul(y, noise(y.shape, 77)));
  })(xs);
}
