import type { ParameterScope } from '@cmg/core';
import { conv2d, relu } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { interpolate } from './interpolate.js';

/**
 * From a pyramid of features of one width to a mask: from the coarsest level on, a level is added to the interpolated sum of
 * those before it and smoothed by a convolution 3x3 and relu; the finest gives one logit a cell, interpolated to the picture.
 *
 * After Lin et al. 2017, "Feature Pyramid Networks for Object Detection", section 3.
 *
 * @returns (levels [N, h, w, width], finest first; H; W) -> logits [N, H, W]
 */
export function maskDecoder(
  parameters: ParameterScope,
  levels: number,
  width: number,
): (pyramid: readonly tf.Tensor4D[], height: number, columns: number) => tf.Tensor3D {
  const smooth = Array.from({ length: levels }, (_, i) => conv2d(parameters.child('smooth').child(i), width, width, 3, { padding: 'same' }));
  const logit = conv2d(parameters.child('logit'), width, 1, 1);
  return (pyramid, height, columns) => {
    const finest = pyramid.reduceRight<tf.Tensor4D | undefined>((coarser, level, i) => {
      const [, rows, cells] = level.shape;
      const sum = coarser === undefined ? level : tf.add(level, interpolate(coarser, rows, cells));
      return relu((smooth[i] as (x: tf.Tensor) => tf.Tensor4D)(sum));
    }, undefined) as tf.Tensor4D;
    return interpolate(logit(finest), height, columns).squeeze<tf.Tensor3D>([3]);
  };
}
