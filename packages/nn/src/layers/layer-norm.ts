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
 * @throws CmgError if the last axis of x is not width.
 */
export function layerNorm(scope: ParameterScope, width: number): (x: tf.Tensor) => tf.Tensor {
  const weight = scope.variable('weight', [width], constantInitializer(1));
  const bias = scope.variable('bias', [width], constantInitializer(0));
  return (x) => {
    expectShape(x, ['...', width], scope.path);
    return normalize(x.reshape([-1, width]), weight, bias).reshape(x.shape);
  };
}

/**
 * The formula on rows, with its gradient in closed form, which takes half of the operations of the chain rule. With n the
 * normalised rows, s = 1/sqrt(variance + eps) and d = dy weight: dx = s (d - mean(d) - n mean(d n)).
 */
const normalize = tf.customGrad((...inputs) => {
  const [x, weight, bias, save] = inputs as unknown as [tf.Tensor, tf.Tensor, tf.Tensor, tf.GradSaveFunc];
  const centred = tf.sub(x, tf.mean(x, -1, true));
  const scale = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), EPSILON));
  const normal = tf.mul(centred, scale);
  save([normal, scale, weight]);
  return { value: tf.add(tf.mul(normal, weight), bias), gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => normalizeGradient(dy, saved) };
});

function normalizeGradient(dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] {
  const [normal, scale, weight] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
  const d = tf.mul(dy, weight);
  const along = tf.mul(normal, tf.mean(tf.mul(d, normal), -1, true));
  const dx = tf.mul(tf.sub(tf.sub(d, tf.mean(d, -1, true)), along), scale);
  return [dx, tf.sum(tf.mul(dy, normal), 0), tf.sum(dy, 0)];
}
