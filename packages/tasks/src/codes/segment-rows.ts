import * as tf from '@tensorflow/tfjs';

/** Vectors to compute with once each, and which of them each segment is. */
export interface SegmentRows {
  /** [R, D]. */
  readonly rows: tf.Tensor2D;
  /** int32 [B, T]. */
  readonly indices: tf.Tensor2D;
}

/**
 * What a head computes with in place of a vector for each segment. Of one level it is the codes themselves, so that what depends on a
 * code alone is computed K times and not B T times; of several levels each segment is a vector of its own, the sum of its codes.
 *
 * @param table rows of codes [V, D]
 * @param codes int32 [B, T, L]
 */
export function segmentRows(table: tf.Tensor2D, codes: tf.Tensor3D): SegmentRows {
  const [clips, segments, levels] = codes.shape;
  if (levels === 1) return { rows: table, indices: codes.reshape([clips, segments]) };
  const rows = tf.sum(tf.gather(table, codes.reshape([clips * segments, levels])), 1) as tf.Tensor2D;
  return { rows, indices: tf.range(0, clips * segments, 1, 'int32').reshape([clips, segments]) };
}
