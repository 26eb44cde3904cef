import type { Quantized } from '@cmg/core';
import { expectShape, squaredDistances, straightThrough, unitVectors, withoutTape } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import type { CodebookOptions } from './codebook-options.js';
import { rotationTrick } from './rotation-trick.js';

/** The options of a codebook that say how segments are assigned to codes. */
export type QuantizeOptions = Pick<CodebookOptions, 'distance' | 'heads' | 'gradient'>;

/**
 * Vector quantisation:
 *
 * $$ i_{bt} = \argmin_k |z_{bt} - e_k|^2, \quad \mathrm{codes} = e_i, \quad \mathrm{quantized} = z + \sg(e_i - z) $$
 *
 * z [B, T, D], embedding [K, D]. One product of matrices gives all distances, which L_cmcm reads too. The same in training
 * and inference. Van den Oord et al. 2017, "Neural Discrete Representation Learning".
 *
 * - `distance: cosine`: distances are those of the unit vectors, 2 - 2 cos(z, e). Codes keep their lengths.
 * - `heads: H`: embedding [K, D/H]. A segment is H vectors side by side, and each falls on a code of its own; codes and
 *   quantized join them again. In other words, z is read as [B, T H, D/H], and the distances are [B, T H, K].
 * - `gradient: rotation`: {@link rotationTrick} in place of the straight-through estimator, for each head.
 *
 * @throws CmgError if the shapes do not fit.
 */
export function quantize(
  z: tf.Tensor3D,
  embedding: tf.Tensor2D,
  { distance = 'euclidean', heads = 1, gradient = 'straight-through' }: Partial<QuantizeOptions> = {},
): Quantized {
  expectShape(z, ['B', 'T', embedding.shape[1] * heads], 'quantize: z');
  return tf.tidy(() => {
    const parts = heads === 1 ? z : (z.reshape([z.shape[0], z.shape[1] * heads, embedding.shape[1]]) as tf.Tensor3D);
    const distances =
      distance === 'cosine' ? squaredDistances(unitVectors(parts), unitVectors(embedding)) : squaredDistances(parts, embedding);
    const { indices, codes } = withoutTape(() => {
      const nearest = tf.argMin(distances, 2);
      return {
        indices: nearest.reshape([z.shape[0], z.shape[1], heads]) as tf.Tensor3D,
        codes: tf.gather(embedding, nearest) as tf.Tensor as tf.Tensor3D,
      };
    });
    const quantized = gradient === 'rotation' ? rotationTrick(parts, codes) : straightThrough(parts, codes);
    if (heads === 1) return { distances, indices, codes, quantized };
    const whole = (x: tf.Tensor3D) => x.reshape(z.shape) as tf.Tensor3D;
    return { distances, indices, codes: withoutTape(() => whole(codes)), quantized: whole(quantized) };
  });
}
