import * as tf from '@tensorflow/tfjs';
import { residualBlock } from '../src/index.js';
import { expectClose } from './support/expect-close.js';
import { naiveConv2d } from './support/naive-convolution.js';
import { newScope, noise } from './support/tensors.js';

describe('residualBlock', () => {
  it.each([
    ['improved', (x: tf.Tensor) => x],
    ['official', (x: tf.Tensor) => x.relu()],
  ] as const)('%s: adds the branch to what the variant says', (variant, kept) => {
    const scope = newScope();
    const block = residualBlock(scope, 2, 3, variant);
    const x = noise([2, 3, 3, 2]);
    const [conv3, conv1] = ['conv3/weight', 'conv1/weight'].map((path) => scope.parameters.get(path) as tf.Tensor) as [
      tf.Tensor,
      tf.Tensor,
    ];
    const inner = naiveConv2d(
      tf.pad(x.relu(), [
        [0, 0],
        [1, 1],
        [1, 1],
        [0, 0],
      ]),
      conv3,
    ).relu();
    expectClose(block(x), kept(x).add(naiveConv2d(inner, conv1)), 1e-5);
  });

  it('is improved unless told otherwise', () => {
    const x = noise([1, 3, 3, 2]);
    expectClose(residualBlock(newScope(4), 2, 2)(x), residualBlock(newScope(4), 2, 2, 'improved')(x), 0);
  });
});
