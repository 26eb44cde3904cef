import { CmgError, forModality, presence } from '@cmg/core';
import { clipsAtATime, finiteClips, notFinite, type SegmentEncoding } from '@cmg/tasks';
import * as tf from '@tensorflow/tfjs';
import type { RowRange } from '@cmg/formats';
import { allOf, type FeatureSource } from '../features/feature-source.js';
import { checkModality, type Run } from '../runs/open-run.js';

/** Most clips encoded at a time. */
const BATCH = 256;

/** Which part of an encoding is asked for: indices [N, T], of several levels [N, T, L], the codes' vectors or z, both [N, T, D]. */
export type EncodedPart = keyof SegmentEncoding;

/** Codes of clips, in the making. */
export interface EncodedRows {
  /** [N, T], [N, T, L] or [N, T, D]. */
  readonly shape: readonly number[];
  /** Row-major, a batch of clips at a time. */
  readonly rows: AsyncIterable<Int32Array | Float32Array>;
}

/**
 * Features [N, T, ...], or a range of these clips -> the indices [N, T], of several levels [N, T, L], or the vectors [N, T, D] of their codes, or z, a batch at a time. T is that of the
 * features: a model encodes clips of any length, whatever the length it was trained on. Clips that the source leaves out have indices -1, vectors and z NaN, and so do segments after
 * the end of a clip.
 *
 * @throws CmgError where the run has no such modality, or its features have another shape, or they or z are not finite
 */
export function encodeRows(run: EncodingRun, modality: string, source: FeatureSource, part: EncodedPart, range?: RowRange): EncodedRows {
  const batches = encodeBatches(run, modality, source, (encoding) => [encoding[part]], range);
  const { levels } = run.model.codebook;
  const last = part !== 'indices' ? [run.model.width] : levels === 1 ? [] : [levels];
  const segments = source.shape[1] as number;
  const { first: begin, end } = range ?? allOf(source.shape);
  const shape = [end - begin, segments, ...last];
  const size = shape.slice(1).reduce((a, b) => a * b, 1);
  async function* rows(): AsyncGenerator<Int32Array | Float32Array> {
    let first = begin;
    for await (const [values] of batches) {
      const clips = values as Int32Array | Float32Array;
      for (let i = 0; i < clips.length / size; i++) {
        const length = source.leftOut?.has(first + i) ? 0 : (source.lengths?.[first + i] ?? segments);
        clips.fill(part === 'indices' ? -1 : NaN, i * size + length * (size / segments), (i + 1) * size);
      }
      first += clips.length / size;
      yield clips;
    }
  }
  return { shape, rows: rows() };
}

/** How many clips of features, [N, T, ...], are encoded at a time. */
export const batchSize = (shape: readonly number[]): number => clipsAtATime(shape.slice(1), BATCH);

export type EncodingRun = Pick<Run, 'model' | 'modalities'>;

/**
 * What `pick` takes of each batch's encoding, in its order.
 *
 * @throws CmgError as {@link encodeRows}, at once where shapes do not fit
 */
export function encodeBatches(
  run: EncodingRun,
  modality: string,
  source: FeatureSource,
  pick: (encoding: SegmentEncoding) => readonly tf.Tensor[],
  range?: RowRange,
): AsyncIterable<readonly (Int32Array | Float32Array)[]> {
  checkModality(run, modality);
  const { model } = run;
  const { shape, where, leftOut } = source;
  const place = where === undefined ? {} : { where };
  const [, segments = 0, ...featureShape] = shape;
  const expected = forModality(model.data.featureShapes, modality);
  if (segments < 1 || featureShape.join() !== expected.join()) {
    const message = `features of ${modality} have shape [${shape.join(', ')}]; expected [N, T, ${expected.join(', ')}]`;
    throw new CmgError(message, { kind: 'usage', ...place });
  }
  const row = [segments, ...featureShape];
  const size = row.reduce((a, b) => a * b, 1);
  async function* batches(): AsyncGenerator<readonly (Int32Array | Float32Array)[]> {
    let first = range?.first ?? 0;
    for await (const batch of source.batches(batchSize(shape), range)) {
      // float64 that is finite may not be so as float32.
      const features = Float32Array.from(batch);
      const wrong = (row: number): CmgError =>
        new CmgError(`the features of ${modality} of clip ${row} are not all finite in float32`, place);
      for (const i of rowsThat(features, size, (value) => !Number.isFinite(value))) {
        if (leftOut === undefined) throw wrong(first + i);
        leftOut.add(first + i, wrong(first + i));
        features.fill(0, i * size, (i + 1) * size);
      }
      const parts = tf.tidy(() => {
        const clips = features.length / size;
        const those = source.lengths?.subarray(first, first + clips);
        const present = those && tf.tensor2d(presence(those, segments), [clips, segments]);
        const encoding = model.encode(modality, tf.tensor(features, [clips, ...row]), present);
        return [finiteClips(encoding.semantic), ...pick(encoding)];
      });
      try {
        const [finite, ...values] = await Promise.all(parts.map(async (part) => (await part.data()) as Int32Array | Float32Array));
        for (const i of rowsThat(finite as Int32Array, 1, (value) => value === 0)) {
          const error = notFinite(modality, first + i, where);
          if (leftOut === undefined) throw error;
          leftOut.add(first + i, error);
        }
        first += features.length / size;
        if (first === shape[0]) leftOut?.expectSome();
        yield values;
      } finally {
        tf.dispose(parts);
      }
    }
  }
  return batches();
}

/** The rows of `size` values of which one is such, each once, ascending. */
function rowsThat(values: ArrayLike<number>, size: number, is: (value: number) => boolean): number[] {
  const rows: number[] = [];
  for (let at = 0; at < values.length; at++) {
    if (!is(values[at] as number)) continue;
    const row = Math.floor(at / size);
    rows.push(row);
    at = (row + 1) * size - 1;
  }
  return rows;
}
