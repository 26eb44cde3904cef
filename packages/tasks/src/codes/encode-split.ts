import { CmgError, type Dataset, forModality, type NdArray, presence, readAhead } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { clipsAtATime } from './clips-at-a-time.js';
import { expectFiniteClips, finiteClips } from './finite-clips.js';
import type { FrozenEncoder } from './frozen-encoder.js';
import { type Reads, segmentVectors } from './reads.js';

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

/**
 * The codes of every segment of a split, [N * T * L], in the order of the clips; -1 of segments that a clip lacks. While some clips are encoded, the next are being read.
 *
 * @throws CmgError where the encoder gives another shape than [B, T, L], an index outside of the codebook, or z that is not finite.
 */
export async function encodeSplit(options: EncodeSplitOptions): Promise<Int32Array> {
  const { encoder, dataset, split } = options;
  const indices = new Int32Array(forModality(dataset.splits, split) * dataset.segments * encoder.levels);
  await eachBlock(options, async (block, rows, first) => {
    indices.set(await codesOf(options, block, rows, first), first * dataset.segments * encoder.levels);
  });
  return indices;
}

/**
 * The vectors of every segment of a split, [N, T, W], in the order of the clips: 4 N T W bytes.
 *
 * @throws CmgError where a value is not finite.
 */
export async function vectorsOfSplit(
  options: EncodeSplitOptions,
  reads: Exclude<Reads, 'codes'>,
  width: number,
): Promise<NdArray<Float32Array>> {
  const { encoder, dataset, split, modality } = options;
  const shape = [forModality(dataset.splits, split), dataset.segments, width];
  const data = new Float32Array(shape.reduce((product, n) => product * n, 1));
  await eachBlock(options, async ({ data: features, shape: of }, _, first) => {
    const vectors = tf.tidy(() =>
      segmentVectors(
        encoder.encode(modality, tf.tensor(features, [...of], 'float32'), presentOf(options, first, of[0] as number)),
        reads,
        encoder.embedding,
      ),
    );
    const values = (await vectors.data()) as Float32Array;
    vectors.dispose();
    const wrong = values.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0) {
      const clip = first + Math.floor(wrong / (dataset.segments * width));
      throw new CmgError(`the encoder of ${modality} gives ${values[wrong]} for clip ${clip}`, {
        where: `features of ${modality}, ${split}`,
      });
    }
    data.set(values, first * dataset.segments * width);
  });
  return { data, shape };
}

/** Reads the clips of a split block by block: their features, how many they are, and the first of them. */
async function eachBlock(
  { dataset, split, modality, batchSize, onProgress }: EncodeSplitOptions,
  work: (block: NdArray<Float32Array>, rows: number, first: number) => Promise<void>,
): Promise<void> {
  const { segments, featureShapes } = dataset;
  const clips = forModality(dataset.splits, split);
  const atATime = clipsAtATime([segments, ...forModality(featureShapes, modality)], batchSize);
  const clipsFrom = (first: number): number => Math.min(atATime, clips - first);
  const rowsFrom = (first: number) => Int32Array.from({ length: clipsFrom(first) }, (_, i) => first + i);
  const blocks = readAhead<NdArray<Float32Array>>(Math.ceil(clips / atATime), (i, used) =>
    dataset.read(split, modality, rowsFrom(i * atATime), used?.data),
  );
  let done = 0;
  for await (const block of blocks) {
    const rows = clipsFrom(done);
    await work(block, rows, done);
    done += rows;
    onProgress(done / clips);
  }
}

/** Which segments the clips from `first` on have, [rows, T]; undefined if all clips of the split have all. */
function presentOf({ dataset, split, modality }: EncodeSplitOptions, first: number, rows: number): tf.Tensor2D | undefined {
  const lengths = dataset.lengths?.(split, modality);
  if (lengths === undefined) return undefined;
  return tf.tensor2d(presence(lengths.subarray(first, first + rows), dataset.segments), [rows, dataset.segments]);
}

async function codesOf(
  options: EncodeSplitOptions,
  { data, shape }: NdArray<Float32Array>,
  rows: number,
  first: number,
): Promise<Int32Array> {
  const { encoder, dataset, split, modality } = options;
  const [indices, finite] = tf.tidy(() => {
    const present = presentOf(options, first, rows);
    const encoding = encoder.encode(modality, tf.tensor(data, [...shape], 'float32'), present);
    return [encoding.indices, finiteClips(encoding.semantic)] as const;
  });
  try {
    const expected = [rows, dataset.segments, encoder.levels];
    const where = `codes of ${modality}`;
    if (indices.shape.join() !== expected.join()) {
      throw new CmgError(`expected shape [${expected.join(', ')}], got [${indices.shape.join(', ')}]`, { where });
    }
    expectFiniteClips(await finite.data(), modality, first, `features of ${modality}, ${split}`);
    const values = (await indices.data()) as Int32Array;
    const least = dataset.lengths?.(split, modality) === undefined ? 0 : -1;
    const outside = values.find((code) => !(code >= least && code < encoder.embedding.shape[0]));
    if (outside !== undefined) {
      throw new CmgError(`code ${outside} is outside of a codebook of ${encoder.embedding.shape[0]}`, { where });
    }
    return values;
  } finally {
    tf.dispose([indices, finite]);
  }
}
