import { CmgError, Random } from '@cmg/core';
import { readHead, restoreHead } from '@cmg/tasks';
import * as tf from '@tensorflow/tfjs';
import type { Run } from '../runs/open-run.js';

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

/** Clips by their codes as vectors that can be compared by cosine, whatever their modality. Has to be disposed of. */
export interface ClipVectors {
  /** P. */
  readonly width: number;
  /** What identifies them: vectors of two identities cannot be compared. */
  readonly identity: string;
  /** Code indices of N clips, [N, T, L] for any T -> N vectors, as what is found or as what searches. */
  of(clips: ClipCodes, role: 'item' | 'query'): Promise<Float32Array[]>;
  dispose(): void;
}

/**
 * Vectors by a retrieval head, or, without one, the mean of a clip's codes less the mean of all codes: the codes are shared, so
 * that alone compares modalities.
 *
 * @param head folder that `cmg transfer --task retrieval --save` made
 * @throws CmgError where the head is of another task or another run
 */
export async function clipVectors({ model, checkpoint, components }: Run, head?: string): Promise<ClipVectors> {
  const { vocabulary } = model;
  const [codes, width] = vocabulary.shape;
  if (head === undefined) {
    const pooled = (indices: tf.Tensor3D) => {
      const hits = tf.oneHot(indices.reshape([indices.shape[0], -1]), codes).cast('float32');
      return tf.matMul<tf.Tensor2D>(tf.mean(hits, 1), vocabulary.sub(vocabulary.mean(0)));
    };
    return { width, identity: 'codes', of: (clips) => inBatches(clips, pooled), dispose: () => undefined };
  }
  const saved = await readHead(head);
  const { task, run, options, weights } = saved.description;
  if (task !== 'retrieval' || run.checkpoint !== checkpoint) {
    throw new CmgError(task === 'retrieval' ? 'the head was trained on the codes of another run' : `the head is one of '${task}'`, {
      kind: 'usage',
      where: head,
      hint: 'Give a head that `cmg transfer --task retrieval --save` trained on this run.',
    });
  }
  const restored = await restoreHead(saved, components.tasks, vocabulary);
  const context = { training: false, random: new Random(0) };
  // Of the head's outputs [B, 2, P] the first is the clip as a query, the second as an item.
  const part = (role: 'item' | 'query') => (indices: tf.Tensor3D) =>
    restored.head
      .apply(indices, context)
      .gather([role === 'query' ? 0 : 1], 1)
      .squeeze<tf.Tensor2D>([1]);
  return {
    width: options['projection'] as number,
    identity: weights,
    of: (clips, role) => inBatches(clips, part(role)),
    dispose: () => restored.dispose(),
  };
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
