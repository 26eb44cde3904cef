import type { ParameterScope } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { expectShape } from '../expect-shape.js';
import { lstmLayer } from './lstm-layer.js';

/**
 * A bidirectional LSTM: [B, T, inputWidth] -> [B, T, 2 width], per segment the forward state and then the backward one; each
 * further layer reads both. The directions run together as two lanes.
 *
 * Parameters: `forward/l<k>/` and `backward/l<k>/` `inputWeight`, `hiddenWeight`, `inputBias`, `hiddenBias`.
 * Schuster & Paliwal 1997, as in PyTorch.
 *
 * @throws CmgError if x has another shape.
 */
export function bidirectionalLstm(scope: ParameterScope, inputWidth: number, width: number, layers: number): (x: tf.Tensor) => tf.Tensor3D {
  const stack = Array.from({ length: layers }, (_, k) =>
    lstmLayer(
      ['forward', 'backward'].map((direction) => scope.child(direction).child(`l${k}`)),
      k === 0 ? inputWidth : 2 * width,
      width,
    ),
  );
  return (x) => {
    expectShape(x, ['B', 'T', inputWidth], scope.path);
    return stack.reduce((hidden, layer) => bothWays(hidden, layer), x) as tf.Tensor3D;
  };
}

function bothWays(x: tf.Tensor, layer: (lanes: tf.Tensor) => tf.Tensor): tf.Tensor {
  const [forward, backward] = tf.unstack(layer(tf.stack([x, tf.reverse(x, 1)]))) as [tf.Tensor, tf.Tensor];
  return tf.concat([forward, tf.reverse(backward, 1)], -1);
}
