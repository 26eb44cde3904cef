import type { ForwardContext, ParameterScope } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { expectShape } from '../expect-shape.js';
import { lstmLayer } from './lstm-layer.js';

/**
 * A bidirectional LSTM: [B, T, inputWidth] -> [B, T, 2 width], per segment the forward state and then the backward one; each
 * further layer reads both. The directions run together as two lanes. Segments that a clip lacks (`present` of the context) are at its end:
 * the backward state begins with the clip's last.
 *
 * Parameters: `forward/l<k>/` and `backward/l<k>/` `inputWeight`, `hiddenWeight`, `inputBias`, `hiddenBias`.
 * Schuster & Paliwal 1997, as in PyTorch.
 *
 * @throws CmgError if x has another shape.
 */
export function bidirectionalLstm(
  scope: ParameterScope,
  inputWidth: number,
  width: number,
  layers: number,
): (x: tf.Tensor, context?: Pick<ForwardContext, 'present'>) => tf.Tensor3D {
  const stack = Array.from({ length: layers }, (_, k) =>
    lstmLayer(
      ['forward', 'backward'].map((direction) => scope.child(direction).child(`l${k}`)),
      k === 0 ? inputWidth : 2 * width,
      width,
    ),
  );
  return (x, { present } = {}) => {
    expectShape(x, ['B', 'T', inputWidth], scope.path);
    const skipped = present && lanesOf(tf.sub(1, present));
    return stack.reduce((hidden, layer) => bothWays(hidden, (lanes) => layer(lanes, skipped as tf.Tensor3D | undefined)), x) as tf.Tensor3D;
  };
}

/** x [B, T, ...] as it is and from its end: [2, B, T, ...]. */
const lanesOf = (x: tf.Tensor): tf.Tensor => tf.stack([x, tf.reverse(x, 1)]);

function bothWays(x: tf.Tensor, layer: (lanes: tf.Tensor) => tf.Tensor): tf.Tensor {
  const [forward, backward] = tf.unstack(layer(lanesOf(x))) as [tf.Tensor, tf.Tensor];
  return tf.concat([forward, tf.reverse(backward, 1)], -1);
}
