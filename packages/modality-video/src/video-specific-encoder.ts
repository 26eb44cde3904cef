import type { ModalityBuild, SpecificEncoder } from '@cmg/core';
import { conv2d, expectShape, linear, relu, residualBlock } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { CONVOLVED, frameShape } from './frame-shape.js';
import { RESIDUAL_VARIANT } from './residual-variant.js';
import type { VideoOptions } from './video-options.js';

/**
 * s of video, [B, T, H, W, C] -> [B, T, H-4, W-4, S]: convolutions 3x3 C -> S/2, 3x3 S/2 -> S (both without padding) and 1x1
 * S -> S, relu between them, a residual block, relu. CLUB reads the mean over the cells, S -> S/2 -> relu -> clubWidth.
 * The same in training and inference. Parameters: `conv1`, `conv2`, `conv3`, `residual/`, `club/in`, `club/out`.
 * The paper, section 3.2.
 *
 * @throws CmgError if the frames have fewer than 5 x 5 cells, or x has another shape.
 */
export function videoSpecificEncoder(options: VideoOptions, { parameters, featureShape }: ModalityBuild): SpecificEncoder {
  const { specificWidth } = options;
  const { height, cellsAcross, channels } = frameShape(featureShape, parameters.path);
  const half = Math.floor(specificWidth / 2);
  const clubWidth = options.clubWidth === 'features' ? channels : options.clubWidth;
  const conv1 = conv2d(parameters.child('conv1'), channels, half, 3);
  const conv2 = conv2d(parameters.child('conv2'), half, specificWidth, 3);
  const conv3 = conv2d(parameters.child('conv3'), specificWidth, specificWidth, 1);
  const residual = residualBlock(parameters.child('residual'), specificWidth, specificWidth, RESIDUAL_VARIANT[options.residual]);
  const clubIn = linear(parameters.child('club/in'), specificWidth, half);
  const clubOut = linear(parameters.child('club/out'), half, clubWidth);
  const specificShape = [height - CONVOLVED, cellsAcross - CONVOLVED, specificWidth];
  return {
    clubWidth,
    specificShape,
    apply(x) {
      expectShape(x, ['B', 'T', height, cellsAcross, channels], parameters.path);
      const [batch, segments] = x.shape as [number, number];
      const frames = x.reshape([batch * segments, height, cellsAcross, channels]);
      const cells = relu(residual(conv3(relu(conv2(relu(conv1(frames)))))));
      const clubView = clubOut(relu(clubIn(tf.mean(cells, [1, 2]))));
      return {
        specific: cells.reshape([batch, segments, ...specificShape]),
        clubView: clubView.reshape([batch, segments, clubWidth]),
      };
    },
  };
}
