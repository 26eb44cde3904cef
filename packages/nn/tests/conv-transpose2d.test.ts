import * as tf from '@tensorflow/tfjs';
import { convTranspose2d } from '../src/index.js';
import { expectClose } from './support/expect-close.js';
import { naiveConvTranspose2d } from './support/naive-convolution.js';
import { expectNoLeak, newScope, noise } from './support/tensors.js';

describe('convTranspose2d', () => {
  it.each([1, 2, 3])('spreads each cell by a kernel of %d', (kernel) => {
    const scope = newScope();
    const layer = convTranspose2d(scope, 2, 3, kernel);
    const x = noise([2, 3, 4, 2]);
    const expected = naiveConvTranspose2d(x, scope.parameters.get('weight') as tf.Tensor);
    expectClose(layer(x), expected.add(scope.parameters.get('bias') as tf.Tensor), 1e-5);
  });

  it('does without a bias, refuses other shapes and leaves no tensors behind', () => {
    const scope = newScope();
    const layer = convTranspose2d(scope.child('expand'), 2, 3, 3, { bias: false });
    expect([...scope.parameters.keys()]).toEqual(['expand/weight']);
    expect(() => layer(tf.zeros([5, 5, 2]))).toThrow('expand: expected a tensor of shape [N, H, W, 2], got [5, 5, 2]');
    const x = noise([1, 3, 3, 2]);
    expectNoLeak(() => layer(x));
  });
});
