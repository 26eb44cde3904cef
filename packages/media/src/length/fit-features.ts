import type { NdArray } from '@cmg/core';
import { fitClip, type Length } from './fit-clip.js';

/** Features of one clip, [N, ...featureShape] row-major. */
export interface OwnFeatures {
  readonly data: Float32Array;
  readonly featureShape: readonly number[];
}

/**
 * Fits the features of one modality to T segments; see {@link fitClip}.
 *
 * @returns [windows, T, ...featureShape], or [1, at most T, ...featureShape] with `own`; one window unless `length` is `window`
 */
export function fitFeatures({ data, featureShape }: OwnFeatures, segments: number, length: Length): NdArray<Float32Array> {
  const count = data.length / featureShape.reduce((a, b) => a * b, 1);
  const windows = fitClip({ only: { data, segments: count, timed: true } }, segments, length);
  const rows = windows.map(({ features }) => features['only'] as Float32Array);
  const out = new Float32Array(rows.length * (rows[0]?.length ?? 0));
  rows.forEach((row, i) => out.set(row, i * row.length));
  const fitted = length === 'own' ? Math.min(segments, count) : segments;
  return { data: out, shape: [rows.length, fitted, ...featureShape] };
}
