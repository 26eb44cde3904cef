import type { ParameterScope } from '@cmg/core';
import { conv2d, layerNorm, relu } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import type { Backbone } from '../backbone.js';

/**
 * A pyramid that trains from nothing: a stem and then, per level, convolutions 3x3, each followed by layer normalisation
 * over the channels and relu. Every level halves the side of the picture once more, the first one too.
 *
 * @param channels of a picture
 * @param widths of the levels, finest first
 */
export function smallPyramid(parameters: ParameterScope, channels: number, widths: readonly number[]): Backbone {
  const stemWidth = Math.ceil((widths[0] as number) / 2);
  const stem = block(parameters.child('stem'), channels, stemWidth);
  const levels = widths.map((width, i) => block(parameters.child('level').child(i), widths[i - 1] ?? stemWidth, width));
  return {
    widths,
    apply(pictures) {
      let x = stem(pictures.sub(0.5));
      return levels.map((level) => (x = level(tf.maxPool(x, 2, 2, 'same'))));
    },
  };
}

function block(scope: ParameterScope, inputWidth: number, width: number): (x: tf.Tensor4D) => tf.Tensor4D {
  const convolve = conv2d(scope.child('conv'), inputWidth, width, 3, { padding: 'same' });
  const normalise = layerNorm(scope.child('norm'), width);
  return (x) => relu(normalise(convolve(x)) as tf.Tensor4D);
}
