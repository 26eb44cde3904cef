import * as tf from '@tensorflow/tfjs';
import { type Bilinear, correlation, kronecker, MOST_POINTS, product } from './toom-cook.js';

/** The three linear maps of a two-dimensional convolution by Toom-Cook, P points. */
interface Transforms {
  /** [P, taps]. */
  readonly filter: number[][];
  /** [P, cells of the input]. */
  readonly input: number[][];
  /** [cells of the output, P]. */
  readonly output: number[][];
  readonly outputShape: readonly [height: number, width: number];
}

/** Of a convolution: 'valid' or 'same' as of `conv2d`, or 'full': the transposed convolution of stride 1 without padding. */
export type Coverage = 'valid' | 'same' | 'full';

/** Whether a grid is small enough for {@link fastConvolution}. */
export function isShortGrid(height: number, width: number, kernel: number, coverage: Coverage): boolean {
  const points = (size: number) => (coverage === 'valid' ? size : size + kernel - 1);
  return kernel > 1 && kernel % 2 === 1 && Math.max(points(height), points(width)) <= MOST_POINTS;
}

/**
 * A convolution of stride 1 over small pictures, [N, H, W, in] -> [N, H', W', out], that takes the whole picture as one tile of
 * Winograd's minimal filtering: a 3x3 kernel over 5x5 cells takes 25 multiplications per pair of channels instead of 81.
 * All the work is P products of matrices [N, in] x [in, out].
 *
 * `weight` is [kernel, kernel, in, out]; for 'full' it is [kernel, kernel, out, in], as of `convTranspose2d`.
 *
 * The backward pass transforms the weight anew: keeping it would take P / kernel^2 times the memory of the weight.
 * Winograd 1980, "Arithmetic Complexity of Computations"; Lavin & Gray 2016, "Fast Algorithms for Convolutional Neural Networks".
 */
export function fastConvolution(x: tf.Tensor, weight: tf.Tensor, coverage: Coverage): tf.Tensor4D {
  const [, height, width] = x.shape as [number, number, number];
  const transforms = transformsOf(height, width, weight.shape[0], coverage);
  const flipped = coverage === 'full';
  const operation = tf.customGrad((...inputs) => {
    const [pictures, filter, save] = inputs as unknown as [tf.Tensor4D, tf.Tensor4D, tf.GradSaveFunc];
    save([pictures, filter]);
    const points = tf.matMul(
      applyMatrix(transforms.input, toCells(pictures)),
      applyMatrix(transforms.filter, toTaps(filter)),
      false,
      flipped,
    );
    const value = toPictures(applyMatrix(transforms.output, points), transforms.outputShape);
    return { value, gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => backward(dy as tf.Tensor4D, saved, transforms, flipped) };
  });
  return operation(x, weight);
}

function backward(dy: tf.Tensor4D, saved: tf.Tensor[], transforms: Transforms, flipped: boolean): tf.Tensor[] {
  const [x, weight] = saved as [tf.Tensor4D, tf.Tensor4D];
  const [, height, width] = x.shape;
  const above = tf.tidy(() => applyMatrix(transforms.output, toCells(dy), true));
  const dWeight = tf.tidy(() => {
    const points = applyMatrix(transforms.input, toCells(x));
    const products = flipped ? tf.matMul(above, points, true) : tf.matMul(points, above, true);
    return applyMatrix(transforms.filter, products, true).reshape(weight.shape);
  });
  const dx = tf.tidy(() => {
    const points = tf.matMul(above, applyMatrix(transforms.filter, toTaps(weight)), false, !flipped);
    return toPictures(applyMatrix(transforms.input, points, true), [height, width]);
  });
  return [dx, dWeight];
}

/** A matrix [n, m] (transposed: [m, n]) along the first axis: [m, a, b] -> [n, a, b]. */
function applyMatrix(matrix: number[][], x: tf.Tensor, transposed = false): tf.Tensor3D {
  const [cells, a, b] = x.shape as [number, number, number];
  return tf.matMul(tf.tensor2d(matrix), x.reshape([cells, a * b]) as tf.Tensor2D, transposed).reshape([-1, a, b]);
}

/** [N, H, W, C] -> [H W, N, C]. */
function toCells(pictures: tf.Tensor4D): tf.Tensor3D {
  const [n, height, width, channels] = pictures.shape;
  return tf.transpose(pictures.reshape([n, height * width, channels]) as tf.Tensor3D, [1, 0, 2]);
}

/** The reverse of {@link toCells}. */
function toPictures(cells: tf.Tensor3D, [height, width]: readonly [number, number]): tf.Tensor4D {
  const [, n, channels] = cells.shape;
  return tf.transpose(cells, [1, 0, 2]).reshape([n, height, width, channels]);
}

const toTaps = (weight: tf.Tensor4D): tf.Tensor3D => weight.reshape([weight.shape[0] * weight.shape[1], weight.shape[2], weight.shape[3]]);

function transformsOf(height: number, width: number, kernel: number, coverage: Coverage): Transforms {
  const pad = coverage === 'same' ? (kernel - 1) / 2 : 0;
  const along = (size: number): Bilinear => (coverage === 'full' ? product(size, kernel) : correlation(size, kernel, pad));
  const [rows, columns] = [along(height), along(width)];
  return {
    filter: kronecker(rows.filter, columns.filter),
    input: kronecker(rows.input, columns.input),
    output: kronecker(rows.output, columns.output),
    outputShape: [rows.output.length, columns.output.length],
  };
}
