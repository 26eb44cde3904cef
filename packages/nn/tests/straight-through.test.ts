import * as tf from '@tensorflow/tfjs';
import { straightThrough } from '../src/index.js';
import { expectNoLeak, noise } from './support/tensors.js';

describe('straightThrough', () => {
  const z = noise([2, 3, 4]);
  const codes = noise([2, 3, 4], 2).mul(1000);

  it('has exactly the value of the codes', () => {
    expect([...straightThrough(z, codes).dataSync()]).toEqual([...codes.dataSync()]);
  });

  it('passes the gradient to z alone', () => {
    const weights = noise([2, 3, 4], 3);
    const gradient = tf.grad((a) => tf.sum(tf.mul(straightThrough(a, codes), weights)))(z);
    expect([...gradient.dataSync()]).toEqual([...weights.dataSync()]);
    expect(() => tf.grad((c) => tf.sum(straightThrough(z, c)))(codes)).toThrow('Cannot compute gradient');
  });

  it('refuses other shapes and leaves no tensors behind', () => {
    expect(() => straightThrough(z, codes.slice([0], [1]))).toThrow(
      'straightThrough: codes: expected a tensor of shape [2, 3, 4], got [1, 3, 4]',
    );
    expectNoLeak(() => straightThrough(z, codes));
  });
});
