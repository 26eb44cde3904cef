import { CmgError, decodeNpy, of, type NamedArray } from '@cmg/core';
import type { Encoding, Model } from '@cmg/trainer';
import * as tf from '@tensorflow/tfjs';
import { readFile } from 'node:fs/promises';
import type { FeatureSource } from './features/feature-source.js';

/** Clips encoded at a time. */
const BATCH = 256;
/** Most numbers of features in memory at a time, whatever the size of a clip: 64 MiB. */
const MOST_NUMBERS = 2 ** 24;

/** Reads the features of clips, [N, T, ...], from a .npy file. */
export async function readFeatures(file: string): Promise<NamedArray> {
  const bytes = await readFile(file).catch((cause: Error) => {
    throw new CmgError(`cannot be read: ${cause.message}`, { kind: 'usage', where: file, cause });
  });
  return decodeNpy(bytes, file);
}

/** Which part of an encoding is asked for: indices [N, T] or vectors [N, T, D]. */
export type EncodedPart = keyof Pick<Encoding, 'indices' | 'codes'>;

/** Codes of clips, in the making. */
export interface EncodedRows {
  /** [N, T] or [N, T, D]. */
  readonly shape: readonly number[];
  /** Row-major, a batch of clips at a time. */
  readonly rows: AsyncIterable<Int32Array | Float32Array>;
}

/**
 * Features [N, T, ...] -> the indices [N, T] or the vectors [N, T, D] of their codes, a batch at a time.
 *
 * @param file for messages
 * @throws CmgError where the model has no such modality, or its features have another shape
 */
export function encodeRows(
  model: Model,
  modality: string,
  { shape, batches }: FeatureSource,
  { part, file }: { readonly part: EncodedPart; readonly file: string },
): EncodedRows {
  checkModality(model.modalities, modality);
  const row = [model.data.segments, ...of(model.data.featureShapes, modality)];
  if (shape.length !== row.length + 1 || row.some((n, axis) => n !== shape[axis + 1])) {
    throw new CmgError(`features of ${modality} have shape [${shape.join(', ')}]; expected [N, ${row.join(', ')}]`, {
      kind: 'usage',
      where: file,
    });
  }
  const [clips = 0, segments = 0] = shape;
  const size = row.reduce((a, b) => a * b, 1);
  async function* rows(): AsyncGenerator<Int32Array | Float32Array> {
    for await (const batch of batches(Math.max(1, Math.min(BATCH, Math.floor(MOST_NUMBERS / size))))) {
      const values = tf.tidy(() => model.encode(modality, tf.tensor(Float32Array.from(batch), [batch.length / size, ...row]))[part]);
      try {
        yield (await values.data()) as Int32Array | Float32Array;
      } finally {
        values.dispose();
      }
    }
  }
  return { shape: part === 'codes' ? [clips, segments, model.width] : [clips, segments], rows: rows() };
}

/** As {@link encodeRows}, for features that are in memory as a whole. */
export async function encodeFeatures(
  model: Model,
  modality: string,
  { shape, data }: NamedArray,
  options: { readonly part: EncodedPart; readonly file: string },
): Promise<NamedArray> {
  const size = shape.slice(1).reduce((a, b) => a * b, 1);
  async function* batches(clips: number): AsyncGenerator<NamedArray['data']> {
    for (let at = 0; at < data.length; at += clips * size) yield data.subarray(at, at + clips * size);
  }
  const { shape: encoded, rows } = encodeRows(model, modality, { shape, batches }, options);
  const out = new (options.part === 'codes' ? Float32Array : Int32Array)(encoded.reduce((a, b) => a * b, 1));
  let at = 0;
  for await (const part of rows) {
    out.set(part, at);
    at += part.length;
  }
  return { shape: encoded, data: out };
}

/** @throws CmgError where a run was trained without this modality. */
export function checkModality(known: readonly string[], modality: string): void {
  if (known.includes(modality)) return;
  throw new CmgError(`the run has no modality '${modality}'`, { kind: 'usage', hint: `It was trained on ${known.join(', ')}.` });
}
