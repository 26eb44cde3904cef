import * as tf from '@tensorflow/tfjs';
import { expectClose } from '../../nn/tests/support/expect-close.js';
import { gradientsOf, newScope, noise } from '../../nn/tests/support/tensors.js';
import { tiledConvTranspose2d } from '../src/tiled-conv-transpose2d.js';

describe('tiledConvTranspose2d', () => {
  it.each([
    [1, 1],
    [1, 4],
    [2, 3],
    [3, 3],
    [5, 6],
  ] as const)('equals the convolution of copies in %d x %d cells, with its gradients', (height, width) => {
    const scope = newScope();
    const layer = tiledConvTranspose2d(scope, 4, 2, [height, width]);
    const weight = scope.parameters.get('weight') as tf.Tensor;
    const copied = (x: tf.Tensor, w: tf.Tensor) =>
      tf.conv2dTranspose(
        tf.tile(x.reshape([3, 1, 1, 4]), [1, height, width, 1]) as tf.Tensor4D,
        w as tf.Tensor4D,
        [3, height + 2, width + 2, 2],
        1,
        'valid',
      );
    const x = noise([3, 4]);
    expectClose(layer(x), copied(x, weight), 1e-5);
    const [dx] = gradientsOf((a) => copied(a, weight), [x]);
    const actual = gradientsOf((a) => layer(a), [x, weight]);
    expectClose(actual[0] as tf.Tensor, dx as tf.Tensor, 1e-4);
    // The result is linear in the weight: <dw, w> is the weighted sum of the result.
    const y = layer(x);
    const weighted = tf.sum(tf.mul(y, noise(y.shape, 77))).dataSync()[0] as number;
    expect(tf.sum(tf.mul(actual[1] as tf.Tensor, weight)).dataSync()[0]).toBeCloseTo(weighted, 4);
  });

  it('refuses other shapes', () => {
    const layer = tiledConvTranspose2d(newScope().child('expand1/code'), 4, 2, [3, 3]);
    expect(() => layer(noise([3, 5]))).toThrow('expand1/code: expected a tensor of shape [N, 4], got [3, 5]');
  });
});
