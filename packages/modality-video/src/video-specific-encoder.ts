import type { ModalityBuild, ParameterScope, SpecificEncoder } from '@cmg/core';
import { conv2d, expectShape, linear, relu, residualBlock } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { CONVOLVED, frameShape, isConvolved } from './frame-shape.js';
import { RESIDUAL_VARIANT } from './residual-variant.js';
import type { VideoOptions } from './video-options.js';

/**
 * s of video.
 * - On 5 x 5 cells or more, [B, T, H, W, C] -> [B, T, H-4, W-4, S]: convolutions 3x3 C -> S/2, 3x3 S/2 -> S (both without padding)
 *   and 1x1 S -> S, relu between them, a residual block, relu. The paper, section 3.2.
 * - On a smaller grid, or a vector as the only cell, s = relu(affine(x)) of each cell, as for the paper's vectors: [B, T, H, W, C] ->
 *   [B, T, H, W, S], [B, T, C] -> [B, T, S].
 *
 * CLUB reads the mean over the cells, S -> S/2 -> relu -> clubWidth. The same in training and inference. Parameters: `conv1`, `conv2`,
 * `conv3`, `residual/` or `affine`, and `club/in`, `club/out`.
 *
 * @throws CmgError if the features are neither a grid nor a vector, or x has another shape.
 */
export function videoSpecificEncoder(options: VideoOptions, { parameters, featureShape }: ModalityBuild): SpecificEncoder {
  const { specificWidth } = options;
  const { height, cellsAcross, channels } = frameShape(featureShape, parameters.path);
  const half = Math.floor(specificWidth / 2);
  const clubWidth = options.clubWidth === 'features' ? channels : options.clubWidth;
  const convolved = isConvolved({ height, cellsAcross, channels });
  const describe = convolved ? convolutions(options, parameters, channels) : affine(options, parameters, channels);
  const clubIn = linear(parameters.child('club/in'), specificWidth, half);
  const clubOut = linear(parameters.child('club/out'), half, clubWidth);
  const specificShape = convolved
    ? [height - CONVOLVED, cellsAcross - CONVOLVED, specificWidth]
    : [...featureShape.slice(0, -1), specificWidth];
  return {
    clubWidth,
    specificShape,
    apply(x) {
      expectShape(x, ['B', 'T', ...featureShape], parameters.path);
      const [batch, segments] = x.shape as [number, number];
      const cells = describe(x.reshape([batch * segments, height, cellsAcross, channels]));
      const clubView = clubOut(relu(clubIn(tf.mean(cells, [1, 2]))));
      return {
        specific: cells.reshape([batch, segments, ...specificShape]),
        clubView: clubView.reshape([batch, segments, clubWidth]),
      };
    },
  };
}

/** [N, H, W, C] -> [N, H-4, W-4, S]. */
function convolutions({ specificWidth, residual }: VideoOptions, parameters: ParameterScope, channels: number) {
  const half = Math.floor(specificWidth / 2);
  const conv1 = conv2d(parameters.child('conv1'), channels, half, 3);
  const conv2 = conv2d(parameters.child('conv2'), half, specificWidth, 3);
  const conv3 = conv2d(parameters.child('conv3'), specificWidth, specificWidth, 1);
  const block = residualBlock(parameters.child('residual'), specificWidth, specificWidth, RESIDUAL_VARIANT[residual]);
  return (frames: tf.Tensor) => relu(block(conv3(relu(conv2(relu(conv1(frames)))))));
}

/** [N, H, W, C] -> [N, H, W, S]. */
function affine({ specificWidth }: VideoOptions, parameters: ParameterScope, channels: number) {
  const map = linear(parameters.child('affine'), channels, specificWidth);
  return (frames: tf.Tensor) => relu(map(frames));
}
