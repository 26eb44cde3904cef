import * as tf from '@tensorflow/tfjs';

/**
 * The codes of a segment's H heads as one number, $\sum_h k_h K^{H-1-h}$: int32 [B, T, H] -> [B, T, 1], below $K^H$. One head is
 * returned as it is. So whatever reads one code per segment (tasks, files of codes) reads any number of heads.
 *
 * @param size K
 */
export function combineHeads(indices: tf.Tensor3D, size: number): tf.Tensor3D {
  const heads = indices.shape[2];
  if (heads === 1) return indices;
  const places = Int32Array.from({ length: heads }, (_, h) => size ** (heads - 1 - h));
  return tf.tidy(() => indices.mul(tf.tensor1d(places, 'int32')).sum(2, true) as tf.Tensor3D);
}

/** What the numbers of {@link combineHeads} stand for: codes [K, D/H] -> [$K^H$, D], always a new tensor. */
export function combinedCodes(embedding: tf.Tensor2D, heads: number): tf.Tensor2D {
  if (heads === 1) return tf.clone(embedding);
  const size = embedding.shape[0];
  const rows = size ** heads;
  const digits = Int32Array.from(
    { length: rows * heads },
    (_, i) => Math.floor(Math.floor(i / heads) / size ** (heads - 1 - (i % heads))) % size,
  );
  return tf.tidy(() => tf.gather(embedding, tf.tensor1d(digits, 'int32')).reshape([rows, -1]) as tf.Tensor2D);
}
