import { CmgError, decodeNpy, of, type NamedArray } from '@cmg/core';
import type { Encoding, Model } from '@cmg/trainer';
import * as tf from '@tensorflow/tfjs';
import { readFile } from 'node:fs/promises';

/** Clips encoded at a time. */
const BATCH = 256;

/** Reads the features of clips, [N, T, ...], from a .npy file. */
export async function readFeatures(file: string): Promise<NamedArray> {
  const bytes = await readFile(file).catch((cause: Error) => {
    throw new CmgError(`cannot be read: ${cause.message}`, { kind: 'usage', where: file, cause });
  });
  return decodeNpy(bytes, file);
}

/**
 * Features [N, T, ...] -> the indices [N, T] or the vectors [N, T, D] of their codes.
 *
 * @param file for messages
 * @throws CmgError where the model has no such modality, or its features have another shape
 */
export async function encodeFeatures(
  model: Model,
  modality: string,
  { shape, data }: NamedArray,
  { part, file }: { readonly part: keyof Pick<Encoding, 'indices' | 'codes'>; readonly file: string },
): Promise<NamedArray> {
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
  const width = part === 'codes' ? model.width : 1;
  const out = new (part === 'codes' ? Float32Array : Int32Array)(clips * segments * width);
  for (let first = 0; first < clips; first += BATCH) {
    const rows = Math.min(BATCH, clips - first);
    const values = tf.tidy(() => {
      const x = tf.tensor(Float32Array.from(data.subarray(first * size, (first + rows) * size)), [rows, ...row]);
      return model.encode(modality, x)[part];
    });
    out.set(await values.data(), first * segments * width);
    values.dispose();
  }
  return { shape: part === 'codes' ? [clips, segments, width] : [clips, segments], data: out };
}

/** @throws CmgError where a run was trained without this modality. */
export function checkModality(known: readonly string[], modality: string): void {
  if (known.includes(modality)) return;
  throw new CmgError(`the run has no modality '${modality}'`, { kind: 'usage', hint: `It was trained on ${known.join(', ')}.` });
}
