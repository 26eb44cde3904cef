import type { ParameterScope } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { expectShape } from '../expect-shape.js';
import { uniformInitializer } from '../initializers.js';
import { fastConvolution, isShortGrid } from './fast-convolution.js';

export interface ConvTranspose2dOptions {
  /** Whether a bias is added; default true. */
  readonly bias?: boolean;
}

/**
 * A square transposed convolution of stride 1 without padding, over pictures in NHWC:
 * [N, H, W, inputWidth] -> [N, H + kernel - 1, W + kernel - 1, outputWidth], y[i + a, j + b] += x[i, j] W[a, b].
 *
 * Parameters: `weight` [kernel, kernel, outputWidth, inputWidth] (PyTorch, on NCHW: [in, out, kernel, kernel]) and `bias`
 * [outputWidth], both from uniform +-1/sqrt(outputWidth kernel^2), as in PyTorch.
 *
 * @throws CmgError if x has another rank or width.
 */
export function convTranspose2d(
  scope: ParameterScope,
  inputWidth: number,
  outputWidth: number,
  kernel: number,
  options: ConvTranspose2dOptions = {},
): (x: tf.Tensor) => tf.Tensor4D {
  const initial = uniformInitializer(1 / Math.sqrt(outputWidth * kernel * kernel));
  const weight = scope.variable('weight', [kernel, kernel, outputWidth, inputWidth], initial);
  const bias = options.bias === false ? undefined : scope.variable('bias', [outputWidth], initial);
  return (x) => {
    expectShape(x, ['N', 'H', 'W', inputWidth], scope.path);
    const y = kernel === 1 ? perCell(x, weight) : spread(x as tf.Tensor4D, weight);
    return bias === undefined ? y : tf.add(y, bias);
  };
}

function spread(x: tf.Tensor4D, weight: tf.Tensor): tf.Tensor4D {
  const [n, height, width] = x.shape;
  const [kernel, , outputWidth] = weight.shape as [number, number, number];
  if (isShortGrid(height, width, kernel, 'full')) return fastConvolution(x, weight, 'full');
  const size: [number, number, number, number] = [n, height + kernel - 1, width + kernel - 1, outputWidth];
  return tf.conv2dTranspose(x, weight as tf.Tensor4D, size, 1, 'valid');
}

/** A 1x1 transposed convolution as a product of matrices: faster than the convolution kernels, forward and backward. */
function perCell(x: tf.Tensor, weight: tf.Tensor): tf.Tensor4D {
  const [outputWidth, inputWidth] = weight.shape.slice(2) as [number, number];
  const cells = tf.matMul(x.reshape([-1, inputWidth]), weight.reshape([outputWidth, inputWidth]), false, true);
  return cells.reshape([...x.shape.slice(0, 3), outputWidth]);
}
