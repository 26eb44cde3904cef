import { CmgError, type Encoding } from '@cmg/core';
import { squaredDistances } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';

/** What a head reads of each segment: see {@link segmentVectors}. */
export const readsOption = z
  .enum(['codes', 'nearest', 'semantic', 'both'])
  .default('codes')
  .describe(
    'what the head reads of a segment: its codes; the codes nearby, weighed by how near they are; the continuous semantic features z, ' +
      'which tells what is lost in quantising; or z and the code, one after the other',
  );

export type Reads = z.infer<typeof readsOption>;

/** Those of a task's options that say so; `codes` where it has no such option. */
export const readsOf = (options: unknown): Reads => z.object({ reads: readsOption }).parse(options).reads;

/** What a frozen encoder gives of a batch. */
export interface SegmentEncoding extends Pick<Encoding, 'indices' | 'codes'> {
  /** z, [B, T, D]. */
  readonly semantic: tf.Tensor3D;
}

/** How far from its nearest code a segment reads others: at a squared distance larger by this share, a code weighs 1 / e of the nearest. */
const SOFTNESS = 0.2;

/** Keeps a segment on its code from dividing by 0. */
const LEAST = 1e-9;

/**
 * The vectors of each segment, [B, T, W]. With d_k = ||z - e_k||^2,
 *
 *     nearest:   sum_k w_k e_k,  w_k ~ exp(-(d_k - min d) / (0.2 min d))
 *     semantic:  z
 *     both:      z and the code's vector, one after the other
 *
 * Under `nearest` a segment between codes reads all of them, and one on a code that code alone, whatever the scale of features.
 *
 * @param embedding the codes, [V, D]
 * @throws CmgError for `nearest` where codes have several levels.
 */
export function segmentVectors(
  { semantic, codes, indices }: SegmentEncoding,
  reads: Exclude<Reads, 'codes'>,
  embedding: tf.Tensor2D,
): tf.Tensor3D {
  if (reads === 'semantic') return semantic;
  if (reads === 'both') return tf.concat([semantic, codes], 2);
  if (indices.shape[2] > 1) {
    throw new CmgError(`codes of ${indices.shape[2]} levels have no nearest ones`, {
      kind: 'usage',
      where: 'reads',
      hint: 'Take codes, semantic or both.',
    });
  }
  const distances = squaredDistances(semantic, embedding);
  const nearest = tf.min(distances, 2, true);
  const weights = tf.softmax(tf.div(tf.sub(nearest, distances), tf.add(tf.mul(nearest, SOFTNESS), LEAST)));
  return tf.matMul(weights.reshape([-1, embedding.shape[0]]), embedding).reshape(semantic.shape);
}

/** W, of codes of width D. */
export const vectorWidth = (reads: Exclude<Reads, 'codes'>, width: number): number => (reads === 'both' ? 2 * width : width);

/** What is added to a task's name where its head reads more than codes: two heads of a task are two results. */
export const readsSuffix = (reads: Reads): string =>
  ({ codes: '', nearest: ' on nearest codes', semantic: ' on z', both: ' on z and codes' })[reads];
