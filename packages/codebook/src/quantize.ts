import { expectShape, squaredDistances, straightThrough, withoutTape } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';

/** Segments put on their nearest codes. */
export interface Quantized {
  /** Squared distance of each segment to each code, [B, T, K], >= 0; differentiable in z. */
  readonly distances: tf.Tensor3D;
  /** Index of the nearest code, int32 [B, T]; the lower index where two are equally near. */
  readonly indices: tf.Tensor2D;
  /** The nearest codes, [B, T, D]; no gradient. */
  readonly codes: tf.Tensor3D;
  /** The codes by value, with the gradient of z straight through, [B, T, D]. */
  readonly quantized: tf.Tensor3D;
}

/**
 * Vector quantisation: i[b,t] = argmin_k |z[b,t] - e_k|^2, codes = e_i, quantized = z + sg(e_i - z).
 *
 * z [B, T, D], embedding [K, D]. One product of matrices gives all distances, which L_cmcm reads too. The same in training
 * and inference. Van den Oord et al. 2017, "Neural Discrete Representation Learning".
 *
 * @throws CmgError where the shapes do not fit.
 */
export function quantize(z: tf.Tensor3D, embedding: tf.Tensor2D): Quantized {
  expectShape(z, ['B', 'T', embedding.shape[1]], 'quantize: z');
  return tf.tidy(() => {
    const distances = squaredDistances(z, embedding);
    const { indices, codes } = withoutTape(() => {
      const nearest = tf.argMin(distances, 2) as tf.Tensor2D;
      return { indices: nearest, codes: tf.gather(embedding, nearest) as tf.Tensor as tf.Tensor3D };
    });
    return { distances, indices, codes, quantized: straightThrough(z, codes) };
  });
}
