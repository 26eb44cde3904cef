import * as tf from '@tensorflow/tfjs';
import { guardedSqrt } from '../src/index.js';

describe('guardedSqrt', () => {
  it('is the root, and 0 below 0', () => {
    expect([...guardedSqrt(tf.tensor1d([0, 4, 9, -1])).dataSync()]).toEqual([0, 2, 3, 0]);
  });

  it('has the gradient of the root, finite everywhere', () => {
    const gradient = tf
      .grad((x) => guardedSqrt(x).sum())(tf.tensor1d([4, 0.25, 0, 1e-20, -1]))
      .dataSync();
    expect([...gradient.slice(0, 2)]).toEqual([0.25, 1]);
    for (const value of gradient) expect(Number.isFinite(value)).toBe(true);
  });

  it('carries no gradient to a vector that lies on its code', () => {
    const z = tf.tensor1d([1, 2]);
    const gradient = tf.grad((a) => guardedSqrt(tf.sum(tf.squaredDifference(a, z))))(z);
    expect([...gradient.dataSync()]).toEqual([0, 0]);
  });
});
