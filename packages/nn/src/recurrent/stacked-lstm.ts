import { CmgError, type ParameterScope } from '@cmg/core';
import type * as tf from '@tensorflow/tfjs';
import { lstmLayer } from './lstm-layer.js';

/**
 * N independent LSTMs of `layers` layers (lanes, one scope each) run together: [N, B, T, inputWidth] -> [N, B, T, width],
 * lane n of the result depends only on lane n of the input. The same in training and inference.
 *
 * Parameters per lane and layer k: `l<k>/inputWeight`, `l<k>/hiddenWeight`, `l<k>/inputBias`, `l<k>/hiddenBias`.
 *
 * @throws CmgError without a scope, or if x has another shape.
 */
export function stackedLstm(
  scopes: readonly ParameterScope[],
  inputWidth: number,
  width: number,
  layers: number,
): (x: tf.Tensor) => tf.Tensor4D {
  if (scopes.length === 0 || layers < 1) {
    throw new CmgError(`an LSTM needs at least one lane and one layer, got ${scopes.length} and ${layers}`);
  }
  const stack = Array.from({ length: layers }, (_, k) =>
    lstmLayer(
      scopes.map((scope) => scope.child(`l${k}`)),
      k === 0 ? inputWidth : width,
      width,
    ),
  );
  return (x) => stack.reduce((hidden, layer) => layer(hidden), x) as tf.Tensor4D;
}
