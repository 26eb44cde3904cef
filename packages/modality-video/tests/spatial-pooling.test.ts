import * as tf from '@tensorflow/tfjs';
import { expectClose } from '../../nn/tests/support/expect-close.js';
import { expectNoLeak, newScope, noise } from '../../nn/tests/support/tensors.js';
import { spatialPooling } from '../src/spatial-pooling.js';

/** The formula of one frame, cell by cell. */
function plainPooling(frame: tf.Tensor, parameter: (path: string) => tf.Tensor, variant: 'softmax' | 'sum'): tf.Tensor {
  const cells = tf.unstack(frame.reshape([-1, frame.shape[2] as number])).map((cell) => cell.expandDims(0));
  const mean = tf.addN(cells).div(cells.length);
  const gate = tf.matMul(tf.matMul(mean, parameter('gate/in/weight')).relu(), parameter('gate/out/weight')).sigmoid();
  const gated = cells.map((cell) => cell.mul(gate).add(cell));
  if (variant === 'sum') return tf.addN(gated);
  const affine = (x: tf.Tensor, path: string) => tf.matMul(x, parameter(`${path}/weight`)).add(parameter(`${path}/bias`));
  const scores = gated.map((cell) => affine(affine(cell, 'cell').relu().mul(affine(mean, 'mean').relu()), 'score').tanh());
  const weights = tf.softmax(tf.concat(scores, 1));
  return tf.addN(gated.map((cell, i) => cell.mul(weights.slice([0, i], [1, 1]))));
}

describe('spatialPooling', () => {
  it.each(['softmax', 'sum'] as const)('is the formula, cell by cell: %s', (variant) => {
    const scope = newScope();
    const pool = spatialPooling(scope, 16, variant);
    const x = noise([2, 3, 2, 5, 16]).mul(3);
    const frames = tf.unstack(x.reshape([6, 2, 5, 16]));
    const plain = frames.map((frame) => plainPooling(frame, (path) => scope.parameters.get(path) as tf.Tensor, variant));
    expectClose(pool(x), tf.stack(plain).reshape([2, 3, 16]), 1e-5);
  });

  it('makes only the parameters that the variant uses', () => {
    const paths = (variant: 'softmax' | 'sum') => {
      const scope = newScope();
      spatialPooling(scope, 16, variant);
      return [...scope.parameters.keys()];
    };
    expect(paths('sum')).toEqual(['gate/in/weight', 'gate/out/weight']);
    expect(paths('softmax')).toHaveLength(8);
  });

  it('takes few channels, refuses other shapes and leaves no tensors behind', () => {
    const pool = spatialPooling(newScope().child('pooling'), 3, 'softmax');
    const x = noise([1, 2, 2, 2, 3]);
    expectNoLeak(() => pool(x));
    expect(() => pool(noise([1, 2, 2, 2, 4]))).toThrow('pooling: expected a tensor of shape [B, T, H, W, 3], got [1, 2, 2, 2, 4]');
  });
});
