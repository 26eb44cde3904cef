import type { ParameterScope } from '@cmg/core';
import { expectShape, linear, relu } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';

/**
 * One vector per frame from its cells, [B, T, H, W, C] -> [B, T, C]; the same in training and inference. With a = mean_i x_i over
 * the cells, the channel gate g = sigmoid(W2 relu(W1 a)) (no biases, C -> C/8 -> C) and y_i = x_i g + x_i, the result is
 * sum_i p_i y_i, where
 * - `softmax` (the paper): p = softmax over the cells of tanh(w . (relu(V y_i + b) * relu(U a + b')) + b''), V and U C -> C/2;
 * - `sum` (the official code, whose softmax runs over an axis of length 1): p_i = 1, so that the sum is (g + 1) H W a.
 *
 * Parameters: `gate/in`, `gate/out`; for `softmax` also `cell` (V), `mean` (U) and `score` (w).
 *
 * @throws CmgError if x is not [B, T, H, W, C].
 */
export function spatialPooling(scope: ParameterScope, channels: number, variant: 'softmax' | 'sum'): (x: tf.Tensor) => tf.Tensor3D {
  const narrow = Math.max(1, Math.floor(channels / 8));
  const gateIn = linear(scope.child('gate/in'), channels, narrow, { bias: false });
  const gateOut = linear(scope.child('gate/out'), narrow, channels, { bias: false });
  const weigh = variant === 'softmax' ? cellWeights(scope, channels) : undefined;
  return (x) => {
    expectShape(x, ['B', 'T', 'H', 'W', channels], scope.path);
    const [batch, segments, height, width] = x.shape as [number, number, number, number];
    const count = height * width;
    const cells = x.reshape([batch * segments, count, channels]);
    const mean = tf.mean(cells, 1);
    const gate = tf.add(tf.sigmoid(gateOut(relu(gateIn(mean)))), 1);
    const pooled = weigh === undefined ? tf.mul(tf.mul(gate, mean), count) : weighted(tf.mul(cells, gate.expandDims(1)), mean, weigh);
    return pooled.reshape([batch, segments, channels]);
  };
}

/** (y [N, cells, C], a [N, C]) -> p [N, cells], each row summing to 1. */
type CellWeights = (cells: tf.Tensor, mean: tf.Tensor) => tf.Tensor;

function cellWeights(scope: ParameterScope, channels: number): CellWeights {
  const half = Math.max(1, Math.floor(channels / 2));
  const ofCell = linear(scope.child('cell'), channels, half);
  const ofMean = linear(scope.child('mean'), channels, half);
  const score = linear(scope.child('score'), half, 1);
  return (cells, mean) => {
    const joint = tf.mul(relu(ofCell(cells)), relu(ofMean(mean)).expandDims(1));
    return tf.softmax(tf.tanh(score(joint)).squeeze([-1]));
  };
}

/** sum_i p_i y_i. */
function weighted(cells: tf.Tensor, mean: tf.Tensor, weigh: CellWeights): tf.Tensor {
  return tf.matMul(weigh(cells, mean).expandDims(1), cells).squeeze([1]);
}
