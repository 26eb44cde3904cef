import { type Head, Random } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';

/** Clips at a time. */
const BATCH = 1024;

/** Codes of clips of T segments each, L a segment. */
export interface ClipCodes {
  /** T. */
  readonly segments: number;
  /** L. */
  readonly levels: number;
  /** [N * T * L]. */
  readonly indices: Int32Array;
}

/** A clip as what is found, or as what searches. */
export type ClipRole = 'item' | 'query';

/**
 * Clips by their codes as vectors that can be compared by cosine, whatever their modality: the mean of a clip's codes less the mean of all
 * codes. The codes are shared, so that alone compares modalities.
 *
 * @param vocabulary the codes, [V, D]
 * @returns N vectors [D]
 */
export function meanCodeVectors(clips: ClipCodes, vocabulary: tf.Tensor2D): Promise<Float32Array[]> {
  return inBatches(clips, (indices) => {
    const hits = tf.oneHot(indices.reshape([indices.shape[0], -1]), vocabulary.shape[0]).cast('float32');
    return tf.matMul<tf.Tensor2D>(tf.mean(hits, 1), vocabulary.sub(vocabulary.mean(0)));
  });
}

/**
 * As {@link meanCodeVectors}, by a head of the task `retrieval`.
 *
 * @returns N vectors [P]
 */
export function retrievalVectors(clips: ClipCodes, head: Head, role: ClipRole): Promise<Float32Array[]> {
  const context = { training: false, random: new Random(0) };
  // Of the head's outputs [B, 2, P] the first is the clip as a query, the second as an item.
  return inBatches(clips, (indices) =>
    head
      .apply(indices, context)
      .gather([role === 'query' ? 0 : 1], 1)
      .squeeze<tf.Tensor2D>([1]),
  );
}

async function inBatches(
  { indices, segments, levels }: ClipCodes,
  vectorsOf: (indices: tf.Tensor3D) => tf.Tensor2D,
): Promise<Float32Array[]> {
  const vectors: Float32Array[] = [];
  const clip = segments * levels;
  for (let first = 0; first < indices.length; first += BATCH * clip) {
    const batch = indices.subarray(first, first + BATCH * clip);
    const rows = batch.length / clip;
    const result = tf.tidy(() => vectorsOf(tf.tensor3d(batch, [rows, segments, levels], 'int32')));
    const values = (await result.data()) as Float32Array;
    const width = values.length / rows;
    result.dispose();
    for (let row = 0; row < rows; row++) vectors.push(values.slice(row * width, (row + 1) * width));
  }
  return vectors;
}
