import type { ParameterScope } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { expectShape } from '../expect-shape.js';
import { uniformInitializer } from '../initializers.js';
import { lstmRecurrence } from './lstm-recurrence.js';

/** Added to the input gate of a segment that is skipped: its sigmoid is 0. */
const SHUT = -1e9;

/**
 * One LSTM layer for N independent lanes, one scope each, run together: [N, B, T, inputWidth] -> [N, B, T, width]. One
 * product of matrices covers all T inputs; only the recurrence goes segment by segment.
 *
 * Parameters per lane: `inputWeight` [inputWidth, 4 width], `hiddenWeight` [width, 4 width], `inputBias` and `hiddenBias`
 * [4 width] (only their sum matters; both are kept as in PyTorch, which stores the weights transposed), gates in the order
 * i, f, g, o, all from uniform +-1/sqrt(width).
 *
 * @param skipped [N, B, T], 1 or 0: the state takes nothing in from segments that are 1. If they come first it is still 0 after them
 * @throws CmgError if x has another shape.
 */
export function lstmLayer(
  scopes: readonly ParameterScope[],
  inputWidth: number,
  width: number,
): (x: tf.Tensor, skipped?: tf.Tensor3D) => tf.Tensor4D {
  const spread = uniformInitializer(1 / Math.sqrt(width));
  const perLane = (name: string, shape: readonly number[]) => scopes.map((scope) => scope.variable(name, shape, spread));
  const inputWeights = perLane('inputWeight', [inputWidth, 4 * width]);
  const hiddenWeights = perLane('hiddenWeight', [width, 4 * width]);
  const inputBiases = perLane('inputBias', [4 * width]);
  const hiddenBiases = perLane('hiddenBias', [4 * width]);
  const lanes = scopes.length;
  return (x, skipped) => {
    expectShape(x, [lanes, 'B', 'T', inputWidth], scopes.map(({ path }) => path).join(', '));
    const [, batch, segments] = x.shape as [number, number, number];
    const rows = x.reshape([lanes, batch * segments, inputWidth]);
    const bias = tf.add(tf.stack(inputBiases), tf.stack(hiddenBiases)).reshape([lanes, 1, 4 * width]);
    const projected = tf.matMul(rows, tf.stack(inputWeights)).add(bias);
    const gates = projected.reshape([lanes, batch, segments, 4 * width]) as tf.Tensor4D;
    const open = skipped === undefined ? gates : tf.add<tf.Tensor4D>(gates, shut(skipped, width));
    return lstmRecurrence(open, tf.stack(hiddenWeights) as tf.Tensor3D);
  };
}

/** What shuts the input gate, the first of four, at segments [N, B, T] that are 1: [N, B, T, 4 width]. */
function shut(skipped: tf.Tensor3D, width: number): tf.Tensor {
  const inputGate = tf.tensor1d(Array.from({ length: 4 * width }, (_, j) => (j < width ? SHUT : 0)));
  return tf.mul(tf.expandDims(skipped, 3), inputGate);
}
