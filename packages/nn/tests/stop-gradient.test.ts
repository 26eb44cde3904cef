import * as tf from '@tensorflow/tfjs';
import { stopGradient } from '../src/index.js';
import { noise } from './support/tensors.js';

describe('stopGradient', () => {
  it('keeps the value and counts as a constant', () => {
    const x = noise([3]);
    expect([...stopGradient(x).dataSync()]).toEqual([...x.dataSync()]);
    const gradient = tf.grad((a) => tf.sum(tf.mul(a, stopGradient(a))))(x);
    expect([...gradient.dataSync()]).toEqual([...x.dataSync()]);
  });

  it('holds within gradients of gradients', () => {
    const second = tf.grad((x) =>
      tf
        .grad((y) => tf.mul(tf.square(y), stopGradient(x)).sum())(x)
        .sum(),
    )(tf.tensor1d([3]));
    expect(second.dataSync()[0]).toBe(6);
  });

  it('leaves no tensors behind', () => {
    const x = noise([3]);
    const before = tf.memory().numTensors;
    tf.grad((a) => tf.sum(tf.mul(a, stopGradient(a))))(x).dispose();
    stopGradient(x).dispose();
    expect(tf.memory().numTensors).toBe(before);
    expect(x.isDisposed).toBe(false);
  });
});
