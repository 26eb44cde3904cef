import { CmgError, type ParameterScope } from '@cmg/core';
import { uniformInitializer } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';

/**
 * N independent affine maps (lanes, one scope each) in one product: y_n = x_n W_n + b_n, [N, R, inputWidth] ->
 * [N, R, outputWidth].
 *
 * Parameters per lane, as of `linear`: `weight` [inputWidth, outputWidth] and `bias` [outputWidth], uniform +-1/sqrt(inputWidth).
 *
 * @throws CmgError if x has another shape.
 */
export function laneLinear(scopes: readonly ParameterScope[], inputWidth: number, outputWidth: number): (x: tf.Tensor) => tf.Tensor3D {
  const spread = uniformInitializer(1 / Math.sqrt(inputWidth));
  const weights = scopes.map((scope) => scope.variable('weight', [inputWidth, outputWidth], spread));
  const biases = scopes.map((scope) => scope.variable('bias', [outputWidth], spread));
  return (x) => {
    if (x.rank !== 3 || x.shape[0] !== scopes.length || x.shape[2] !== inputWidth) {
      const expected = `[${scopes.length}, R, ${inputWidth}]`;
      throw new CmgError(`expected a tensor of shape ${expected}, got [${x.shape.join(', ')}]`, { where: scopes[0]?.path ?? 'laneLinear' });
    }
    return tf.matMul(x, tf.stack(weights)).add(tf.stack(biases).expandDims(1)) as tf.Tensor3D;
  };
}
