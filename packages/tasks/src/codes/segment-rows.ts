import type { HeadBuild } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';

/** Vectors to compute with once each, and which of them each segment is. */
export interface SegmentRows {
  /** [R, D]. */
  readonly rows: tf.Tensor2D;
  /** int32 [B, T]; for a segment that its clip lacks that of the clip's first. */
  readonly indices: tf.Tensor2D;
  /** Which segments there are, 1 or 0, [B, T, 1]. */
  readonly present: tf.Tensor3D;
}

/**
 * What a head computes with in place of a vector for each segment. Of one level it is the codes themselves, so that what depends on a
 * code alone is computed K times and not B T times; of several levels each segment is a vector of its own, the sum of its codes, and so
 * it is where the head reads vectors.
 *
 * @param table rows of codes [V, D]
 * @param codes int32 [B, T, L], -1 for a segment that its clip lacks
 * @param vectors in place of the codes, [B, T, W]
 */
export function segmentRows(table: tf.Tensor2D, codes: tf.Tensor3D, vectors?: tf.Tensor3D): SegmentRows {
  const [clips, segments, levels] = codes.shape;
  const there = tf.greaterEqual(tf.slice3d(codes, [0, 0, 0], [clips, segments, 1]), tf.scalar(0, 'int32'));
  const found = (rows: tf.Tensor2D, own: tf.Tensor2D): SegmentRows => {
    const first = tf.tile(tf.slice2d(own, [0, 0], [clips, 1]), [1, segments]);
    const indices = tf.where<tf.Tensor2D>(there.reshape([clips, segments]), own, first);
    return { rows, indices, present: tf.cast(there, 'float32') as tf.Tensor3D };
  };
  if (vectors === undefined && levels === 1) return found(table, codes.reshape([clips, segments]));
  const rows = vectors?.reshape<tf.Tensor2D>([clips * segments, -1]) ?? sumOfLevels(table, tf.maximum(codes, tf.scalar(0, 'int32')));
  return found(rows, tf.range(0, clips * segments, 1, 'int32').reshape([clips, segments]));
}

/** Of each segment, [B T, D]. */
function sumOfLevels(table: tf.Tensor2D, codes: tf.Tensor3D): tf.Tensor2D {
  const [clips, segments, levels] = codes.shape;
  return tf.sum(tf.gather(table, codes.reshape([clips * segments, levels])), 1) as tf.Tensor2D;
}

/** Width of what {@link segmentRows} gives to a head. */
export const rowWidth = ({ embedding, vectorWidth }: Pick<HeadBuild, 'embedding' | 'vectorWidth'>): number =>
  vectorWidth ?? embedding.shape[1];
