import * as tf from '@tensorflow/tfjs';
import { pairwiseDistances, squaredDistances } from '../src/index.js';
import { expectClose } from './support/expect-close.js';
import { expectNoLeak, gradientsOf, noise } from './support/tensors.js';

describe('squaredDistances', () => {
  const z = noise([2, 3, 4]);
  const embedding = noise([5, 4], 2);
  const plain = (a: tf.Tensor, e: tf.Tensor) => tf.sum(tf.square(tf.sub(a.expandDims(2), e)), -1);

  it('are those of every vector to every code, with their gradients', () => {
    expectClose(squaredDistances(z, embedding), plain(z, embedding), 1e-5);
    const expected = gradientsOf((a, e) => plain(a, e), [z, embedding]);
    const actual = gradientsOf((a, e) => squaredDistances(a, e), [z, embedding]);
    actual.forEach((gradient, i) => expectClose(gradient, expected[i] as tf.Tensor, 1e-4));
  });

  it('are never negative, where rounding would make them so', () => {
    const far = noise([1, 200, 16], 3).add(100);
    const smallest = squaredDistances(far, far.squeeze([0]))
      .min()
      .dataSync()[0] as number;
    expect(smallest).toBeGreaterThanOrEqual(0);
  });

  it('refuses other shapes and leaves no tensors behind', () => {
    expect(() => squaredDistances(z, noise([5, 3]))).toThrow('squaredDistances: embedding: expected a tensor of shape [K, 4], got [5, 3]');
    expect(() => squaredDistances(noise([3, 4]), embedding)).toThrow('expected a tensor of shape [B, T, D], got [3, 4]');
    expectNoLeak(() => squaredDistances(z, embedding));
  });
});

describe('pairwiseDistances', () => {
  it('are those of every vector to every other', () => {
    const vectors = tf.tensor2d([
      [0, 0],
      [3, 4],
      [0, 1],
    ]);
    expect(pairwiseDistances(vectors).arraySync()).toEqual([
      [0, 25, 1],
      [25, 0, 18],
      [1, 18, 0],
    ]);
    expectNoLeak(() => pairwiseDistances(vectors));
  });
});
