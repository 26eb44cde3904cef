import * as tf from '@tensorflow/tfjs';
import { conv2d } from '../src/index.js';
import { expectClose } from './support/expect-close.js';
import { naiveConv2d } from './support/naive-convolution.js';
import { expectNoLeak, gradientsOf, newScope, noise } from './support/tensors.js';

describe('conv2d', () => {
  it.each([1, 2, 3])('is a valid convolution with a kernel of %d', (kernel) => {
    const scope = newScope();
    const layer = conv2d(scope, 2, 3, kernel);
    const x = noise([2, 5, 4, 2]);
    const expected = naiveConv2d(x, scope.parameters.get('weight') as tf.Tensor).add(scope.parameters.get('bias') as tf.Tensor);
    expectClose(layer(x), expected, 1e-5);
  });

  it.each([1, 3])("keeps the size with 'same', kernel %d", (kernel) => {
    const scope = newScope();
    const layer = conv2d(scope, 2, 3, kernel, { padding: 'same', bias: false });
    expect([...scope.parameters.keys()]).toEqual(['weight']);
    const x = noise([2, 3, 4, 2]);
    const around = (kernel - 1) / 2;
    const padded = tf.pad(x, [
      [0, 0],
      [around, around],
      [around, around],
      [0, 0],
    ]);
    expectClose(layer(x), naiveConv2d(padded, scope.parameters.get('weight') as tf.Tensor), 1e-5);
  });

  it('of one cell has the gradient of an affine map', () => {
    const scope = newScope();
    const layer = conv2d(scope, 2, 3, 1, { bias: false });
    const weight = scope.parameters.get('weight') as tf.Tensor;
    const x = noise([2, 3, 4, 2]);
    const plain = (a: tf.Tensor, w: tf.Tensor) => tf.matMul(a.reshape([24, 2]), w.reshape([2, 3])).reshape([2, 3, 4, 3]);
    const expected = gradientsOf((a, w) => plain(a, w), [x, weight]);
    gradientsOf((a) => layer(a), [x, weight]).forEach((g, i) => expectClose(g, expected[i] as tf.Tensor, 1e-5));
  });

  it('refuses other shapes and leaves no tensors behind', () => {
    const layer = conv2d(newScope().child('conv1'), 2, 3, 3);
    expect(() => layer(tf.zeros([2, 5, 5, 3]))).toThrow('conv1: expected a tensor of shape [N, H, W, 2], got [2, 5, 5, 3]');
    expect(() => layer(tf.zeros([2, 2, 5, 2]))).toThrow('conv1: expected pictures of at least 3 x 3 cells, got 2 x 5');
    const x = noise([1, 4, 4, 2]);
    expectNoLeak(() => layer(x));
  });
});
