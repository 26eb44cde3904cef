import type { Initializer, ParameterScope } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { expectShape } from '../expect-shape.js';
import { uniformInitializer } from '../initializers.js';

export interface LinearOptions {
  /** Whether a bias is added; default true. */
  readonly bias?: boolean;
  /** Initial values of the weight; default uniform in +-1/sqrt(inputWidth), as in PyTorch. */
  readonly initial?: Initializer;
  /** Initial values of the bias; default uniform in +-1/sqrt(inputWidth), as in PyTorch. */
  readonly initialBias?: Initializer;
}

/**
 * An affine map of the last axis: y = x W + b, [..., inputWidth] -> [..., outputWidth]. The same in training and inference.
 *
 * Parameters: `weight` [inputWidth, outputWidth] (PyTorch stores its transpose) and `bias` [outputWidth].
 *
 * @throws CmgError if the last axis of x is not inputWidth.
 */
export function linear(
  scope: ParameterScope,
  inputWidth: number,
  outputWidth: number,
  options: LinearOptions = {},
): (x: tf.Tensor) => tf.Tensor {
  const spread = uniformInitializer(1 / Math.sqrt(inputWidth));
  const weight = scope.variable('weight', [inputWidth, outputWidth], options.initial ?? spread);
  const bias = options.bias === false ? undefined : scope.variable('bias', [outputWidth], options.initialBias ?? spread);
  return (x) => {
    expectShape(x, ['...', inputWidth], scope.path);
    const rows = tf.matMul(x.reshape([-1, inputWidth]), weight);
    return (bias === undefined ? rows : rows.add(bias)).reshape([...x.shape.slice(0, -1), outputWidth]);
  };
}
