import { CmgError, type Dataset, of } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import type { FrozenEncoder } from './frozen-encoder.js';

export interface EncodeSplitOptions {
  readonly encoder: FrozenEncoder;
  readonly dataset: Dataset;
  readonly split: string;
  readonly modality: string;
  /** Clips at a time. */
  readonly batchSize: number;
  /** Told of the share done in [0, 1]. */
  readonly onProgress: (done: number) => void;
}

/**
 * The code of every segment of a split, [N * T], in the order of the clips.
 *
 * @throws CmgError where the encoder gives another shape than [B, T] or an index outside of the codebook.
 */
export async function encodeSplit(options: EncodeSplitOptions): Promise<Int32Array> {
  const { dataset, split, batchSize, onProgress } = options;
  const clips = of(dataset.splits, split);
  const indices = new Int32Array(clips * dataset.segments);
  for (let first = 0; first < clips; first += batchSize) {
    const rows = Int32Array.from({ length: Math.min(batchSize, clips - first) }, (_, i) => first + i);
    indices.set(await encodeRows(options, rows), first * dataset.segments);
    onProgress((first + rows.length) / clips);
  }
  return indices;
}

async function encodeRows({ encoder, dataset, split, modality }: EncodeSplitOptions, rows: Int32Array): Promise<Int32Array> {
  const { data, shape } = await dataset.read(split, modality, rows);
  const indices = tf.tidy(() => encoder.encode(modality, tf.tensor(data, [...shape], 'float32')).indices);
  try {
    const expected = [rows.length, dataset.segments];
    const where = `codes of ${modality}`;
    if (indices.shape.join() !== expected.join()) {
      throw new CmgError(`expected shape [${expected.join(', ')}], got [${indices.shape.join(', ')}]`, { where });
    }
    const values = (await indices.data()) as Int32Array;
    const outside = values.find((code) => !(code >= 0 && code < encoder.embedding.shape[0]));
    if (outside !== undefined) {
      throw new CmgError(`code ${outside} is outside of a codebook of ${encoder.embedding.shape[0]}`, { where });
    }
    return values;
  } finally {
    indices.dispose();
  }
}
