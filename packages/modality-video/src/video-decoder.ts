import { CmgError, type Decoder, type ModalityBuild } from '@cmg/core';
import { convTranspose2d, expectShape, linear, relu, residualBlock } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { CONVOLVED, frameShape } from './frame-shape.js';
import { RESIDUAL_VARIANT } from './residual-variant.js';
import { tiledConvTranspose2d } from './tiled-conv-transpose2d.js';
import type { VideoOptions } from './video-options.js';

/**
 * x^ of video: (q [B, T, D], s [B, T, H-4, W-4, S]) -> [B, T, H, W, C]. q' = affine(q) is copied to every cell and concatenated
 * before s on the channel axis; transposed convolutions 3x3 D+S -> S/2, a residual block and relu, 3x3 S/2 -> C, relu, 1x1 C -> C.
 * The same in training and inference. The paper, section 3.2.
 *
 * The first transposed convolution is the sum of one over the copies of q' and one over s, so that nothing is copied.
 *
 * Parameters: `code` D -> D, `expand1/code` and `expand1/specific` (the two parts), `residual/`, `expand2`, `output`.
 *
 * @throws CmgError if the shape of s does not match that of the frames, or q or s has another shape.
 */
export function videoDecoder(
  options: VideoOptions,
  { parameters, width, featureShape, specificShape }: ModalityBuild & { readonly specificShape: readonly number[] },
): Decoder {
  const { height, cellsAcross, channels } = frameShape(featureShape, parameters.path);
  const grid = [height - CONVOLVED, cellsAcross - CONVOLVED] as const;
  const specificWidth = specificShape[2] ?? 0;
  if (specificShape.length !== 3 || specificShape[0] !== grid[0] || specificShape[1] !== grid[1]) {
    throw new CmgError(
      `frames of ${height} x ${cellsAcross} cells need specific features [${grid[0]}, ${grid[1]}, S], got [${specificShape.join(', ')}]`,
      { where: parameters.path },
    );
  }
  const half = Math.floor(specificWidth / 2);
  const code = linear(parameters.child('code'), width, width);
  const expandCode = tiledConvTranspose2d(parameters.child('expand1/code'), width, half, grid);
  const expandSpecific = convTranspose2d(parameters.child('expand1/specific'), specificWidth, half, 3);
  const residual = residualBlock(parameters.child('residual'), half, half, RESIDUAL_VARIANT[options.residual]);
  const expand2 = convTranspose2d(parameters.child('expand2'), half, channels, 3);
  const output = convTranspose2d(parameters.child('output'), channels, channels, 1);
  return {
    apply(quantized, specific) {
      expectShape(quantized, ['B', 'T', width], parameters.path);
      const [batch, segments] = quantized.shape;
      expectShape(specific, [batch, segments, ...specificShape], parameters.path);
      const codes = expandCode(code(quantized.reshape([batch * segments, width])));
      const frames = tf.add(codes, expandSpecific(specific.reshape([batch * segments, ...specificShape])));
      return output(relu(expand2(relu(residual(frames))))).reshape([batch, segments, height, cellsAcross, channels]);
    },
  };
}
