import type { ParameterScope } from '@cmg/core';
import { conv2d, relu } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { interpolate } from './interpolate.js';

/** Width of the features at the resolution of the picture. */
const EDGES = 8;

/**
 * From a pyramid of features of one width to a mask. From the coarsest level on, a level is added to the interpolated sum of
 * those before it and smoothed by a convolution 3x3 and relu. What the finest says is interpolated to the picture, and edges
 * come from the picture itself: logit = w . relu(convolution 3x3 of the picture + interpolated).
 *
 * After Lin et al. 2017, "Feature Pyramid Networks for Object Detection", section 3.
 *
 * @param channels of a picture
 * @returns (levels [N, h, w, width], finest first; pictures [N, H, W, channels]) -> logits [N, H, W]
 */
export function maskDecoder(
  parameters: ParameterScope,
  levels: number,
  width: number,
  channels: number,
): (pyramid: readonly tf.Tensor4D[], pictures: tf.Tensor4D) => tf.Tensor3D {
  const smooth = Array.from({ length: levels }, (_, i) =>
    conv2d(parameters.child('smooth').child(i), width, width, 3, { padding: 'same' }),
  );
  const region = conv2d(parameters.child('region'), width, EDGES, 1);
  const edges = conv2d(parameters.child('edges'), channels, EDGES, 3, { padding: 'same' });
  const logit = conv2d(parameters.child('logit'), EDGES, 1, 1);
  return (pyramid, pictures) => {
    const finest = pyramid.reduceRight<tf.Tensor4D | undefined>((coarser, level, i) => {
      const sum = coarser === undefined ? level : tf.add(level, interpolate(coarser, level.shape[1], level.shape[2]));
      return relu((smooth[i] as (x: tf.Tensor) => tf.Tensor4D)(sum));
    }, undefined) as tf.Tensor4D;
    const within = interpolate(region(finest), pictures.shape[1], pictures.shape[2]);
    return logit(relu(tf.add(edges(pictures), within))).squeeze<tf.Tensor3D>([3]);
  };
}
