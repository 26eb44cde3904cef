import { CmgError, type ParameterScope } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { expectShape } from '../expect-shape.js';
import { uniformInitializer } from '../initializers.js';
import { fastConvolution, isShortGrid } from './fast-convolution.js';

export interface Conv2dOptions {
  /** Whether a bias is added; default true. */
  readonly bias?: boolean;
  /** 'valid' (default): no padding, H -> H - kernel + 1; 'same': zero padding, H -> H. */
  readonly padding?: 'valid' | 'same';
}

/**
 * A square convolution of stride 1 over pictures in NHWC: [N, H, W, inputWidth] -> [N, H', W', outputWidth].
 *
 * Parameters: `weight` [kernel, kernel, inputWidth, outputWidth] (PyTorch, on NCHW pictures: [out, in, kernel, kernel]) and
 * `bias` [outputWidth], both from uniform +-1/sqrt(inputWidth kernel^2), as in PyTorch.
 *
 * @throws CmgError if x has another rank or width, or is smaller than the kernel of a 'valid' convolution.
 */
export function conv2d(
  scope: ParameterScope,
  inputWidth: number,
  outputWidth: number,
  kernel: number,
  options: Conv2dOptions = {},
): (x: tf.Tensor) => tf.Tensor4D {
  const padding = options.padding ?? 'valid';
  const spread = uniformInitializer(1 / Math.sqrt(inputWidth * kernel * kernel));
  const weight = scope.variable('weight', [kernel, kernel, inputWidth, outputWidth], spread);
  const bias = options.bias === false ? undefined : scope.variable('bias', [outputWidth], spread);
  return (x) => {
    expectShape(x, ['N', 'H', 'W', inputWidth], scope.path);
    const [, height, width] = x.shape as [number, number, number];
    if (padding === 'valid' && Math.min(height, width) < kernel) {
      throw new CmgError(`expected pictures of at least ${kernel} x ${kernel} cells, got ${height} x ${width}`, { where: scope.path });
    }
    const y = kernel === 1 ? perCell(x, weight) : convolve(x as tf.Tensor4D, weight as tf.Tensor as tf.Tensor4D, padding);
    return bias === undefined ? y : tf.add(y, bias);
  };
}

function convolve(x: tf.Tensor4D, weight: tf.Tensor4D, padding: 'valid' | 'same'): tf.Tensor4D {
  const [, height, width] = x.shape;
  const short = isShortGrid(height, width, weight.shape[0], padding);
  return short ? fastConvolution(x, weight, padding) : tf.conv2d(x, weight, 1, padding);
}

/** A 1x1 convolution as a product of matrices: faster than the convolution kernels, forward and backward. */
function perCell(x: tf.Tensor, weight: tf.Tensor): tf.Tensor4D {
  const [inputWidth, outputWidth] = weight.shape.slice(2) as [number, number];
  const cells = tf.matMul(x.reshape([-1, inputWidth]), weight.reshape([inputWidth, outputWidth]));
  return cells.reshape([...x.shape.slice(0, 3), outputWidth]);
}
