import type { ParameterScope } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { conv2d } from './conv2d.js';
import { relu } from './relu.js';

/** What a residual block adds its branch to: see {@link residualBlock}. */
export type ResidualVariant = 'official' | 'improved';

/**
 * A residual block over pictures, [N, H, W, width] -> the same shape. Its branch is
 * r(x) = conv 1x1(relu(conv 3x3 same(relu(x)))), both convolutions without bias, through `hidden` channels.
 *
 * - `improved`: x + r(x), as in the paper's figure.
 * - `official`: relu(x) + r(x): in the official code the first relu overwrites x.
 *
 * Parameters: `conv3/weight` [3, 3, width, hidden], `conv1/weight` [1, 1, hidden, width].
 */
export function residualBlock(
  scope: ParameterScope,
  width: number,
  hidden: number,
  variant: ResidualVariant = 'improved',
): (x: tf.Tensor) => tf.Tensor4D {
  const conv3 = conv2d(scope.child('conv3'), width, hidden, 3, { bias: false, padding: 'same' });
  const conv1 = conv2d(scope.child('conv1'), hidden, width, 1, { bias: false });
  return (x) => {
    const activated = relu(x);
    const branch = conv1(relu(conv3(activated)));
    return tf.add(variant === 'official' ? activated : x, branch);
  };
}
