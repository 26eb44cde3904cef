import { forModality, perModality, type PerModality, presence } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import type { BatchSource } from './training-batches.js';

/** Of which clips' segments there is a question: those of a split, in some modalities. */
export type ClipSource = Omit<BatchSource, 'plan'>;

/** How many segments the clips of a split have in each modality, [N]; undefined if all have all. */
export function lengthsOf({ dataset, split, modalities }: ClipSource): PerModality<Int32Array> | undefined {
  const found = modalities.map((m) => dataset.lengths?.(split, m));
  if (found.every((lengths) => lengths === undefined)) return undefined;
  const whole = () => new Int32Array(forModality(dataset.splits, split)).fill(dataset.segments);
  return Object.fromEntries(modalities.map((m, i) => [m, found[i] ?? whole()]));
}

/** Rows of the clips that have a segment in any of the modalities; undefined if all have. */
export function rowsWithAny(lengths: PerModality<Int32Array> | undefined): Int32Array | undefined {
  if (lengths === undefined) return undefined;
  const all = Object.values(lengths);
  const rows = (all[0] as Int32Array).map((_, row) => row);
  const having = rows.filter((row) => all.some((of) => (of[row] as number) > 0));
  return having.length === rows.length ? undefined : having;
}

/** Which segments the given clips have, [rows, T] per modality, 1 or 0; undefined if all have all. The caller disposes of them. */
export function presentOf(source: ClipSource, rows: Int32Array): PerModality<tf.Tensor2D> | undefined {
  const lengths = lengthsOf(source);
  const { segments } = source.dataset;
  return (
    lengths &&
    perModality(source.modalities, (m) => {
      const those = rows.map((row) => forModality(lengths, m)[row] as number);
      return tf.tensor2d(presence(those, segments), [rows.length, segments]);
    })
  );
}
