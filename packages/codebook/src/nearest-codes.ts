import { expectShape, withoutTape } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';

/** Distances in memory at a time (16 MiB): more vectors are taken in parts, so that memory does not grow with N K. */
const LARGEST = 1 << 22;

/**
 * The index of each vector's nearest code, without gradient: $i_n = \argmin_k |z_n - e_k|^2 = \argmin_k |e_k|^2 - 2 z_n \cdot e_k$,
 * the lower index if two are equally near. z [N, D], embedding [K, D] -> int32 [N]; up to rounding what `quantize` chooses.
 *
 * @throws CmgError if the shapes do not fit.
 */
export function nearestCodes(z: tf.Tensor2D, embedding: tf.Tensor2D): tf.Tensor1D {
  expectShape(z, ['N', embedding.shape[1]], 'nearestCodes: z');
  const [count, width] = z.shape;
  const rows = Math.max(1, Math.floor(LARGEST / embedding.shape[0]));
  return withoutTape(() =>
    tf.tidy(() => {
      const [scaled, squares] = [tf.mul(embedding, -2), tf.sum(tf.square(embedding), 1)];
      const nearest = (part: tf.Tensor2D) =>
        tf.tidy(() => tf.argMin(tf.add(tf.matMul(part, scaled, false, true), squares), 1) as tf.Tensor1D);
      if (count <= rows) return nearest(z);
      const starts = Array.from({ length: Math.ceil(count / rows) }, (_, i) => i * rows);
      return tf.concat1d(starts.map((first) => nearest(tf.slice2d(z, [first, 0], [Math.min(rows, count - first), width]))));
    }),
  );
}
