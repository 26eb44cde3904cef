import type { ParameterScope } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { expectShape } from '../expect-shape.js';
import { constantInitializer } from '../initializers.js';

const EPSILON = 1e-5;

/**
 * Layer normalisation of the last axis: y = (x - mean) / sqrt(variance + 1e-5) * weight + bias, with the variance over
 * `width` values (not width - 1). [..., width] -> the same shape; the same in training and inference.
 *
 * Parameters: `weight` [width] from 1, `bias` [width] from 0. Ba et al. 2016, "Layer Normalization", equation 4.
 *
 * @throws CmgError where the last axis of x is not width.
 */
export function layerNorm(scope: ParameterScope, width: number): (x: tf.Tensor) => tf.Tensor {
  const weight = scope.variable('weight', [width], constantInitializer(1));
  const bias = scope.variable('bias', [width], constantInitializer(0));
  return (x) => {
    expectShape(x, ['...', width], scope.path);
    return standardize(x).mul(weight).add(bias);
  };
}

/**
 * (x - mean) / sqrt(variance + eps) over the last axis, with the gradient in closed form, which takes a third of the
 * operations of the chain rule: dx = s (dy - mean(dy) - y mean(dy y)) where y is the output and s = 1/sqrt(variance + eps).
 */
const standardize = tf.customGrad((x, save) => {
  const centred = tf.sub(x as tf.Tensor, tf.mean(x as tf.Tensor, -1, true));
  const scale = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), EPSILON));
  const value = tf.mul(centred, scale);
  (save as tf.GradSaveFunc)([value, scale]);
  const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor => {
    const [y, s] = saved as [tf.Tensor, tf.Tensor];
    const along = tf.mul(y, tf.mean(tf.mul(dy, y), -1, true));
    return tf.mul(tf.sub(tf.sub(dy, tf.mean(dy, -1, true)), along), s);
  };
  return { value, gradFunc };
});
