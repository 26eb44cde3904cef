import { CmgError, type Dataset, type FeatureBlock, of } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import type { FrozenEncoder } from './frozen-encoder.js';

export interface EncodeSplitOptions {
  readonly encoder: FrozenEncoder;
  readonly dataset: Dataset;
  readonly split: string;
  readonly modality: string;
  /** Most clips at a time; fewer where they are large. */
  readonly batchSize: number;
  /** Told of the share done in [0, 1]. */
  readonly onProgress: (done: number) => void;
}

/** Most numbers of features that are read at a time, whatever the size of a clip: 64 MiB. */
const MOST_NUMBERS = 2 ** 24;

/**
 * The code of every segment of a split, [N * T], in the order of the clips. While some clips are encoded, the next are being read.
 *
 * @throws CmgError where the encoder gives another shape than [B, T] or an index outside of the codebook.
 */
export async function encodeSplit(options: EncodeSplitOptions): Promise<Int32Array> {
  const { dataset, split, modality, onProgress } = options;
  const clips = of(dataset.splits, split);
  const indices = new Int32Array(clips * dataset.segments);
  const atATime = clipsAtATime(options);
  const read = (first: number, spare?: Float32Array) =>
    dataset.read(split, modality, Int32Array.from({ length: Math.min(atATime, clips - first) }, (_, i) => first + i), spare);
  let ahead: Promise<FeatureBlock> | undefined;
  let used: Float32Array | undefined;
  try {
    for (let first = 0; first < clips; first += atATime) {
      const block = await (ahead ?? read(first));
      ahead = first + atATime < clips ? read(first + atATime, used) : undefined;
      ahead?.catch(() => undefined);
      indices.set(await encodeBlock(options, block), first * dataset.segments);
      used = block.data;
      onProgress(Math.min(1, (first + atATime) / clips));
    }
  } finally {
    // Nobody reads a data set that is closed after a failure.
    await ahead?.catch(() => undefined);
  }
  return indices;
}

function clipsAtATime({ dataset, modality, batchSize }: EncodeSplitOptions): number {
  const numbers = of(dataset.featureShapes, modality).reduce((product, n) => product * n, dataset.segments);
  return Math.max(1, Math.min(batchSize, Math.floor(MOST_NUMBERS / numbers)));
}

async function encodeBlock({ encoder, dataset, modality }: EncodeSplitOptions, { data, shape }: FeatureBlock): Promise<Int32Array> {
  const indices = tf.tidy(() => encoder.encode(modality, tf.tensor(data, [...shape], 'float32')).indices);
  try {
    const expected = [shape[0], dataset.segments];
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
