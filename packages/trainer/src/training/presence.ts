import { forModality, type PerModality, presence } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import type { BatchSource } from './training-batches.js';

/** Of which clips' segments there is a question: those of a split, in some modalities. */
export type ClipSource = Omit<BatchSource, 'plan'>;

/** How many segments the clips of a split have in each modality, [N]; undefined if all have all. */
export function lengthsOf({ dataset, split, modalities }: ClipSource): PerModality<Int32Array> | undefined {
  const whole = () => new Int32Array(forModality(dataset.splits, split)).fill(dataset.segments);
  return mapLengths({ dataset, split, modalities }, (lengths) => lengths ?? whole());
}

/** Of each modality what `map` makes of the lengths of its clips, undefined if all have all; undefined if that is so in every modality. */
function mapLengths<Made>({ dataset, split, modalities }: ClipSource, map: (lengths: Int32Array | undefined) => Made) {
  const found = modalities.map((m) => [m, dataset.lengths?.(split, m)] as const);
  if (found.every(([, lengths]) => lengths === undefined)) return undefined;
  return Object.fromEntries(found.map(([m, lengths]) => [m, map(lengths)])) as PerModality<Made>;
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
  const { segments } = source.dataset;
  return mapLengths(source, (lengths) => {
    const those = rows.map((row) => lengths?.[row] ?? segments);
    return tf.tensor2d(presence(those, segments), [rows.length, segments]);
  });
}
