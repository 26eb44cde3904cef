import * as tf from '@tensorflow/tfjs';
import { constantInitializer, linear } from '../src/index.js';
import { expectClose } from './support/expect-close.js';
import { expectNoLeak, newScope, noise } from './support/tensors.js';

describe('linear', () => {
  it('maps the last axis of any rank', () => {
    const scope = newScope();
    const layer = linear(scope.child('a'), 2, 3);
    scope.parameters.get('a/weight')?.assign(
      tf.tensor2d([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    );
    scope.parameters.get('a/bias')?.assign(tf.tensor1d([10, 20, 30]));
    expect(layer(tf.tensor1d([1, -1])).arraySync()).toEqual([7, 17, 27]);
    expect(layer(tf.tensor3d([[[1, 0]], [[0, 1]]])).arraySync()).toEqual([[[11, 22, 33]], [[14, 25, 36]]]);
  });

  it("starts as PyTorch's does: within 1/sqrt(inputs)", () => {
    const scope = newScope();
    linear(scope.child('a'), 16, 500);
    for (const variable of scope.parameters.values()) {
      const largest = variable.abs().max().dataSync()[0] as number;
      expect(largest).toBeGreaterThan(0.24);
      expect(largest).toBeLessThanOrEqual(0.25);
    }
  });

  it('takes other first values, and does without a bias', () => {
    const scope = newScope();
    const layer = linear(scope.child('a'), 2, 2, { bias: false, initial: constantInitializer(1) });
    expect([...scope.parameters.keys()]).toEqual(['a/weight']);
    expectClose(layer(tf.tensor2d([[1, 2]])), tf.tensor2d([[3, 3]]));
  });

  it('refuses another width and leaves no tensors behind', () => {
    const layer = linear(newScope().child('enc/affine'), 4, 3);
    expect(() => layer(tf.zeros([2, 5]))).toThrow('enc/affine: expected a tensor of shape [..., 4], got [2, 5]');
    const x = noise([2, 5, 4]);
    expectNoLeak(() => layer(x));
  });
});
