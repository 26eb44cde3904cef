import type { Encoding } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';

/** What a head reads of each segment: its codes, its semantic features z, or both. */
export const readsOption = z
  .enum(['codes', 'semantic', 'both'])
  .default('codes')
  .describe(
    'what the head reads of a segment: its codes; the continuous semantic features z that they stand for, which tells what is lost in ' +
      'quantising; or both, one after the other',
  );

export type Reads = z.infer<typeof readsOption>;

/** Those of a task's options that say so; `codes` where it has no such option. */
export const readsOf = (options: unknown): Reads => z.object({ reads: readsOption }).parse(options).reads;

/** What a frozen encoder gives of a batch. */
export interface SegmentEncoding extends Pick<Encoding, 'indices' | 'codes'> {
  /** z, [B, T, D]. */
  readonly semantic: tf.Tensor3D;
}

/** The vectors of each segment, [B, T, W]: z, or z and the code's vector, one after the other. */
export function segmentVectors({ semantic, codes }: SegmentEncoding, reads: Exclude<Reads, 'codes'>): tf.Tensor3D {
  return reads === 'semantic' ? semantic : tf.concat([semantic, codes], 2);
}

/** W, of codes of width D. */
export const vectorWidth = (reads: Exclude<Reads, 'codes'>, width: number): number => (reads === 'semantic' ? width : 2 * width);

/** What is added to a task's name where its head reads more than codes: two heads of a task are two results. */
export const readsSuffix = (reads: Reads): string => ({ codes: '', semantic: ' on z', both: ' on z and codes' })[reads];
