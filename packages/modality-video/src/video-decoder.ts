import { CmgError, type Decoder, type ModalityBuild, type ParameterScope } from '@cmg/core';
import { convTranspose2d, expectShape, linear, relu, residualBlock } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { CONVOLVED, type FrameShape, frameShape, isConvolved } from './frame-shape.js';
import { RESIDUAL_VARIANT } from './residual-variant.js';
import { tiledConvTranspose2d } from './tiled-conv-transpose2d.js';
import type { VideoOptions } from './video-options.js';

type DecoderBuild = ModalityBuild & { readonly specificShape: readonly number[] };
/** (q [N, D], s [N, h, w, S]) -> [N, H, W, C]. */
type Rebuild = (quantized: tf.Tensor, specific: tf.Tensor) => tf.Tensor;

/**
 * x^ of video, the same in training and inference.
 * - On 5 x 5 cells or more, (q [B, T, D], s [B, T, H-4, W-4, S]) -> [B, T, H, W, C]: q' = affine(q) is copied to every cell and
 *   concatenated before s on the channel axis; transposed convolutions 3x3 D+S -> S/2, a residual block and relu, 3x3 S/2 -> C,
 *   relu, 1x1 C -> C. The paper, section 3.2. The first transposed convolution is the sum of one over the copies of q' and one over
 *   s, so that nothing is copied. Parameters: `code` D -> D, `expand1/code` and `expand1/specific` (the two parts), `residual/`,
 *   `expand2`, `output`.
 * - On a smaller grid, or a vector as the only cell, x^ = affine(concat[affine(q), s]) in each cell, as for the paper's vectors:
 *   (q, s [B, T, H, W, S]) -> [B, T, H, W, C], (q, s [B, T, S]) -> [B, T, C]. Parameters: `cell/code` D -> S, `cell/output` 2S -> C.
 *
 * @throws CmgError if the shape of s does not match that of the frames, or q or s has another shape.
 */
export function videoDecoder(options: VideoOptions, build: DecoderBuild): Decoder {
  const { parameters, width, featureShape, specificShape } = build;
  const frame = frameShape(featureShape, parameters.path);
  const specific = specificFrame(frame, build);
  const rebuild = isConvolved(frame)
    ? convolutions(options, parameters, width, frame, specific)
    : affine(parameters, width, frame, specific);
  return {
    apply(quantized, s) {
      expectShape(quantized, ['B', 'T', width], parameters.path);
      const [batch, segments] = quantized.shape;
      expectShape(s, [batch, segments, ...specificShape], parameters.path);
      const frames = s.reshape([batch * segments, specific.height, specific.cellsAcross, specific.channels]);
      return rebuild(quantized.reshape([batch * segments, width]), frames).reshape([batch, segments, ...featureShape]);
    },
  };
}

/** The cells of s, and S. */
function specificFrame(frame: FrameShape, { parameters, featureShape, specificShape }: DecoderBuild): FrameShape {
  const { height, cellsAcross } = frame;
  const removed = isConvolved(frame) ? CONVOLVED : 0;
  const expected = featureShape.length === 1 ? [] : [height - removed, cellsAcross - removed];
  if (specificShape.length !== featureShape.length || expected.some((size, axis) => size !== specificShape[axis])) {
    const given = featureShape.length === 1 ? 'vectors' : `frames of ${height} x ${cellsAcross} cells`;
    throw new CmgError(`${given} need specific features [${[...expected, 'S'].join(', ')}], got [${specificShape.join(', ')}]`, {
      where: parameters.path,
    });
  }
  return frameShape(specificShape, parameters.path);
}

function convolutions(
  options: VideoOptions,
  parameters: ParameterScope,
  width: number,
  { channels }: FrameShape,
  { height, cellsAcross, channels: specificWidth }: FrameShape,
): Rebuild {
  const half = Math.floor(specificWidth / 2);
  const code = linear(parameters.child('code'), width, width);
  const expandCode = tiledConvTranspose2d(parameters.child('expand1/code'), width, half, [height, cellsAcross]);
  const expandSpecific = convTranspose2d(parameters.child('expand1/specific'), specificWidth, half, 3);
  const residual = residualBlock(parameters.child('residual'), half, half, RESIDUAL_VARIANT[options.residual]);
  const expand2 = convTranspose2d(parameters.child('expand2'), half, channels, 3);
  const output = convTranspose2d(parameters.child('output'), channels, channels, 1);
  return (quantized, specific) => {
    const frames = tf.add(expandCode(code(quantized)), expandSpecific(specific));
    return output(relu(expand2(relu(residual(frames)))));
  };
}

function affine(
  parameters: ParameterScope,
  width: number,
  { height, cellsAcross, channels }: FrameShape,
  { channels: specificWidth }: FrameShape,
): Rebuild {
  const code = linear(parameters.child('cell/code'), width, specificWidth);
  const output = linear(parameters.child('cell/output'), 2 * specificWidth, channels);
  return (quantized, specific) => {
    const [count] = quantized.shape as [number];
    const copies = tf.broadcastTo(code(quantized).reshape([count, 1, 1, specificWidth]), [count, height, cellsAcross, specificWidth]);
    return output(tf.concat([copies, specific], -1));
  };
}
