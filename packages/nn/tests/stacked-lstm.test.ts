import type { ParameterScope } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { stackedLstm } from '../src/index.js';
import { expectClose } from './support/expect-close.js';
import { plainLstm } from './support/plain-lstm.js';
import { expectNoLeak, gradientsOf, newScope, noise } from './support/tensors.js';

const ofLane = (scope: ParameterScope, lane: string): tf.Tensor[] => [...scope.child(lane).parameters.values()];

describe('stackedLstm', () => {
  it('makes its parameters under documented paths', () => {
    const scope = newScope();
    stackedLstm([scope.child('a')], 3, 4, 2);
    expect([...scope.parameters].map(([path, { shape }]) => `${path} ${shape.join('x')}`)).toEqual([
      'a/l0/inputWeight 3x16',
      'a/l0/hiddenWeight 4x16',
      'a/l0/inputBias 16',
      'a/l0/hiddenBias 16',
      'a/l1/inputWeight 4x16',
      'a/l1/hiddenWeight 4x16',
      'a/l1/inputBias 16',
      'a/l1/hiddenBias 16',
    ]);
  });

  it('has the values and gradients of cell after cell, in every lane and layer', () => {
    const scope = newScope();
    const layer = stackedLstm([scope.child('a'), scope.child('b')], 3, 4, 2);
    const x = noise([2, 5, 6, 3]).mul(3);
    const parameters = [...ofLane(scope, 'a'), ...ofLane(scope, 'b')];
    const plain = (input: tf.Tensor, ...weights: tf.Tensor[]) =>
      tf.stack(tf.unstack(input).map((lane, n) => plainLstm(lane, weights.slice(8 * n, 8 * n + 8))));
    expectClose(layer(x), plain(x, ...parameters), 1e-5);
    const expected = gradientsOf((input, ...weights) => plain(input, ...weights), [x, ...parameters]);
    const actual = gradientsOf((input) => layer(input), [x, ...parameters]);
    expect(actual).toHaveLength(17);
    actual.forEach((gradient, i) => expectClose(gradient, expected[i] as tf.Tensor, 1e-4));
  });

  it('takes a clip of one segment', () => {
    const scope = newScope();
    const layer = stackedLstm([scope.child('a')], 3, 4, 1);
    const x = noise([1, 2, 1, 3]);
    const expected = gradientsOf((input) => plainLstm(input.squeeze([0]), ofLane(scope, 'a')).expandDims(0), [x]);
    expectClose(gradientsOf((input) => layer(input), [x])[0] as tf.Tensor, expected[0] as tf.Tensor, 1e-4);
  });

  it('refuses other shapes and an LSTM of nothing', () => {
    const layer = stackedLstm([newScope().child('a'), newScope().child('b')], 3, 4, 1);
    expect(() => layer(tf.zeros([1, 5, 6, 3]))).toThrow('a/l0, b/l0: expected a tensor of shape [2, B, T, 3], got [1, 5, 6, 3]');
    expect(() => stackedLstm([], 3, 4, 1)).toThrow('at least one lane and one layer, got 0 and 1');
  });

  it('leaves no tensors behind, forward or backward', () => {
    const layer = stackedLstm([newScope().child('a')], 3, 4, 2);
    const x = noise([1, 2, 3, 3]);
    expectNoLeak(() => layer(x));
    expectNoLeak(() => gradientsOf((input) => layer(input), [x])[0] as tf.Tensor);
  });
});
