import { expectShape, squaredDistances, withoutTape } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';

/** Distances held at a time (16 MiB): many vectors are taken in parts, so that memory does not grow with N K. */
const LARGEST = 1 << 22;

/**
 * The index of each vector's nearest code, without gradient: i[n] = argmin_k |z[n] - e_k|^2, the lower index where two are
 * equally near. z [N, D], embedding [K, D] -> int32 [N]; the same choice as of `quantize`.
 *
 * @throws CmgError where the shapes do not fit.
 */
export function nearestCodes(z: tf.Tensor2D, embedding: tf.Tensor2D): tf.Tensor1D {
  expectShape(z, ['N', embedding.shape[1]], 'nearestCodes: z');
  const [count, width] = z.shape;
  const rows = Math.max(1, Math.floor(LARGEST / embedding.shape[0]));
  return withoutTape(() =>
    tf.tidy(() => {
      const parts: tf.Tensor1D[] = [];
      for (let first = 0; first < count; first += rows) {
        const part = tf.slice2d(z, [first, 0], [Math.min(rows, count - first), width]);
        parts.push(tf.tidy(() => tf.argMin(squaredDistances(part.expandDims(0), embedding), 2).flatten() as tf.Tensor1D));
      }
      return tf.concat1d(parts);
    }),
  );
}
