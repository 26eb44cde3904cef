import * as tf from '@tensorflow/tfjs';
import { meanSquaredError } from '../src/index.js';
import { expectClose } from './support/expect-close.js';
import { expectNoLeak, noise } from './support/tensors.js';

describe('meanSquaredError', () => {
  const [a, b] = [noise([2, 3]), noise([2, 3], 2)];

  it('is the mean over all elements, with a gradient to both sides', () => {
    expect(meanSquaredError(tf.tensor1d([1, 2]), tf.tensor1d([3, 5])).dataSync()[0]).toBe(6.5);
    const expected = tf.grads((x, y) => tf.mean(tf.squaredDifference(x, y)))([a, b]);
    tf.grads((x, y) => meanSquaredError(x, y))([a, b]).forEach((g, i) => expectClose(g, expected[i] as tf.Tensor, 1e-5));
  });

  it('does not broadcast, and leaves no tensors behind', () => {
    expect(() => meanSquaredError(a, b.slice([0], [1]))).toThrow('expected a tensor of shape [2, 3], got [1, 3]');
    expectNoLeak(() => meanSquaredError(a, b));
  });
});
