import * as tf from '@tensorflow/tfjs';
import { layerNorm } from '../src/index.js';
import { expectClose } from './support/expect-close.js';
import { expectNoLeak, gradientsOf, newScope, noise } from './support/tensors.js';

/** The formula, left to tfjs to differentiate. */
function plainNorm(x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  const { mean, variance } = tf.moments(x, -1, true);
  return x.sub(mean).div(variance.add(1e-5).sqrt()).mul(weight).add(bias);
}

describe('layerNorm', () => {
  it('normalises the last axis and starts as the identity after that', () => {
    const y = layerNorm(
      newScope(),
      4,
    )(
      tf.tensor2d([
        [1, 2, 3, 4],
        [5, 5, 5, 5],
      ]),
    );
    expectClose(
      y,
      tf.tensor2d([
        [-1.3416355, -0.4472118, 0.4472118, 1.3416355],
        [0, 0, 0, 0],
      ]),
      1e-5,
    );
  });

  it('has the values and gradients of the formula', () => {
    const scope = newScope();
    const layer = layerNorm(scope, 6);
    const weight = scope.parameters.get('weight') as tf.Variable;
    const bias = scope.parameters.get('bias') as tf.Variable;
    weight.assign(noise([6], 2));
    bias.assign(noise([6], 3));
    const x = noise([3, 5, 6]);
    expectClose(layer(x), plainNorm(x, weight, bias), 1e-5);
    const expected = gradientsOf((a, w, b) => plainNorm(a, w, b), [x, weight, bias]);
    gradientsOf((a) => layer(a), [x, weight, bias]).forEach((gradient, i) => expectClose(gradient, expected[i] as tf.Tensor, 1e-4));
  });

  it('stays finite on equal values, refuses another width and leaves no tensors behind', () => {
    const layer = layerNorm(newScope().child('norm1'), 3);
    const [gradient] = gradientsOf((x) => layer(x), [tf.ones([2, 3])]);
    expect(gradient?.isFinite().all().dataSync()[0]).toBe(1);
    expect(() => layer(tf.zeros([2, 4]))).toThrow('norm1: expected a tensor of shape [..., 3], got [2, 4]');
    const x = noise([2, 3]);
    expectNoLeak(() => gradientsOf((a) => layer(a), [x])[0] as tf.Tensor);
  });
});
