import type { ParameterScope } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { expectShape } from '../expect-shape.js';
import { uniformInitializer } from '../initializers.js';
import { lstmRecurrence } from './lstm-recurrence.js';

/**
 * One LSTM layer for N independent lanes, one scope each, run together: [N, B, T, inputWidth] -> [N, B, T, width]. One
 * product of matrices covers all T inputs; only the recurrence goes segment by segment.
 *
 * Parameters per lane: `inputWeight` [inputWidth, 4 width], `hiddenWeight` [width, 4 width], `inputBias` and `hiddenBias`
 * [4 width] (only their sum matters; both are kept as in PyTorch, which stores the weights transposed), gates in the order
 * i, f, g, o, all from uniform +-1/sqrt(width).
 *
 * @throws CmgError if x has another shape.
 */
export function lstmLayer(scopes: readonly ParameterScope[], inputWidth: number, width: number): (x: tf.Tensor) => tf.Tensor4D {
  const spread = uniformInitializer(1 / Math.sqrt(width));
  const perLane = (name: string, shape: readonly number[]) => scopes.map((scope) => scope.variable(name, shape, spread));
  const inputWeights = perLane('inputWeight', [inputWidth, 4 * width]);
  const hiddenWeights = perLane('hiddenWeight', [width, 4 * width]);
  const inputBiases = perLane('inputBias', [4 * width]);
  const hiddenBiases = perLane('hiddenBias', [4 * width]);
  const lanes = scopes.length;
  return (x) => {
    expectShape(x, [lanes, 'B', 'T', inputWidth], scopes.map(({ path }) => path).join(', '));
    const [, batch, segments] = x.shape as [number, number, number];
    const rows = x.reshape([lanes, batch * segments, inputWidth]);
    const bias = tf.add(tf.stack(inputBiases), tf.stack(hiddenBiases)).reshape([lanes, 1, 4 * width]);
    const projected = tf.matMul(rows, tf.stack(inputWeights)).add(bias);
    return lstmRecurrence(projected.reshape([lanes, batch, segments, 4 * width]), tf.stack(hiddenWeights) as tf.Tensor3D);
  };
}
