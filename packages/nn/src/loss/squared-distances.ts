import * as tf from '@tensorflow/tfjs';
import { expectShape } from '../expect-shape.js';
import { relu } from '../layers/relu.js';

/**
 * Squared Euclidean distance of each vector to each code: d[b, t, k] = |z[b, t]|^2 - 2 z[b, t] . e[k] + |e[k]|^2, by one
 * product of matrices. z [B, T, D], embedding [K, D] -> [B, T, K], never below 0 (rounding could). Differentiable.
 *
 * @throws CmgError if the shapes do not fit.
 */
export function squaredDistances(z: tf.Tensor, embedding: tf.Tensor): tf.Tensor3D {
  expectShape(z, ['B', 'T', 'D'], 'squaredDistances: z');
  const [batch, segments, width] = z.shape as [number, number, number];
  expectShape(embedding, ['K', width], 'squaredDistances: embedding');
  const rows = z.reshape([batch * segments, width]);
  const products = tf.matMul(rows, embedding.mul(-2), false, true);
  const distances = products.add(rows.square().sum(1, true)).add(embedding.square().sum(1));
  return relu(distances).reshape([batch, segments, embedding.shape[0]]);
}
