import * as tf from '@tensorflow/tfjs';
import { bidirectionalLstm } from '../src/index.js';
import { expectClose } from './support/expect-close.js';
import { plainLstm } from './support/plain-lstm.js';
import { expectNoLeak, newScope, noise } from './support/tensors.js';

describe('bidirectionalLstm', () => {
  it('reads forwards and backwards, and lets each further layer read both', () => {
    const scope = newScope();
    const layer = bidirectionalLstm(scope, 3, 4, 2);
    const weights = (direction: string, k: number) => [...scope.child(direction).child(`l${k}`).parameters.values()];
    const x = noise([2, 5, 3]);
    const both = (input: tf.Tensor, k: number) =>
      tf.concat([plainLstm(input, weights('forward', k)), plainLstm(input.reverse(1), weights('backward', k)).reverse(1)], 2);
    expectClose(layer(x), both(both(x, 0), 1), 1e-5);
  });

  it('refuses other shapes and leaves no tensors behind', () => {
    const layer = bidirectionalLstm(newScope().child('words'), 3, 4, 1);
    expect(() => layer(tf.zeros([2, 5, 4]))).toThrow('words: expected a tensor of shape [B, T, 3], got [2, 5, 4]');
    const x = noise([2, 3, 3]);
    expectNoLeak(() => layer(x));
  });
});
