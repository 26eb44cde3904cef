import type { ParameterScope } from '@cmg/core';
import { expectShape, uniformInitializer } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';

const KERNEL = 3;

/**
 * The 3x3 transposed convolution of a vector copied to every cell of a height x width grid, without making the copies:
 * [N, inputWidth] -> [N, height + 2, width + 2, outputWidth], no bias.
 *
 * The result is linear in the vector: at each output position it is the vector times the sum of those taps of the kernel that
 * reach the position from some cell. These sums are one product of the kernel with a constant matrix of 0 and 1, once per call
 * instead of once per frame.
 *
 * Parameters: `weight` [3, 3, outputWidth, inputWidth], as of `convTranspose2d`.
 *
 * @throws CmgError if x is not [N, inputWidth].
 */
export function tiledConvTranspose2d(
  scope: ParameterScope,
  inputWidth: number,
  outputWidth: number,
  grid: readonly [height: number, width: number],
): (x: tf.Tensor) => tf.Tensor4D {
  const spread = uniformInitializer(1 / Math.sqrt(outputWidth * KERNEL * KERNEL));
  const weight = scope.variable('weight', [KERNEL, KERNEL, outputWidth, inputWidth], spread);
  const size = [grid[0] + KERNEL - 1, grid[1] + KERNEL - 1] as const;
  const taps = tapsPerPosition(grid, size);
  return (x) => {
    expectShape(x, ['N', inputWidth], scope.path);
    const sums = tf.matMul(tf.tensor2d(taps, [size[0] * size[1], KERNEL * KERNEL]), weight.reshape([KERNEL * KERNEL, -1]));
    const perPosition = sums.reshape([size[0] * size[1] * outputWidth, inputWidth]);
    return tf.matMul(x, perPosition, false, true).reshape([x.shape[0], ...size, outputWidth]);
  };
}

/** [positions, taps], row-major: 1 where the tap reaches the position from a cell of the grid. */
function tapsPerPosition(grid: readonly [number, number], size: readonly [number, number]): Float32Array {
  const reaches = (position: number, tap: number, cells: number): boolean => position >= tap && position - tap < cells;
  const taps = new Float32Array(size[0] * size[1] * KERNEL * KERNEL);
  let at = 0;
  for (let i = 0; i < size[0]; i++) {
    for (let j = 0; j < size[1]; j++) {
      for (let a = 0; a < KERNEL; a++) {
        for (let b = 0; b < KERNEL; b++) taps[at++] = reaches(i, a, grid[0]) && reaches(j, b, grid[1]) ? 1 : 0;
      }
    }
  }
  return taps;
}
