import type { HeadBuild } from '@cmg/core';
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
 * code alone is computed K times and not B T times; of several levels each segment is a vector of its own, the sum of its codes, and so
 * it is where the head reads vectors.
 *
 * @param table rows of codes [V, D]
 * @param codes int32 [B, T, L]
 * @param vectors in place of the codes, [B, T, W]
 */
export function segmentRows(table: tf.Tensor2D, codes: tf.Tensor3D, vectors?: tf.Tensor3D): SegmentRows {
  const [clips, segments, levels] = codes.shape;
  if (vectors === undefined && levels === 1) return { rows: table, indices: codes.reshape([clips, segments]) };
  const rows = vectors?.reshape<tf.Tensor2D>([clips * segments, -1]) ?? sumOfLevels(table, codes);
  return { rows, indices: tf.range(0, clips * segments, 1, 'int32').reshape([clips, segments]) };
}

/** Of each segment, [B T, D]. */
function sumOfLevels(table: tf.Tensor2D, codes: tf.Tensor3D): tf.Tensor2D {
  const [clips, segments, levels] = codes.shape;
  return tf.sum(tf.gather(table, codes.reshape([clips * segments, levels])), 1) as tf.Tensor2D;
}

/** Width of what {@link segmentRows} gives to a head. */
export const rowWidth = ({ embedding, vectorWidth }: Pick<HeadBuild, 'embedding' | 'vectorWidth'>): number =>
  vectorWidth ?? embedding.shape[1];
