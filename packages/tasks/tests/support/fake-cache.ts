import type { Dataset, NdArray } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import type { FrozenEncoder } from '../../src/index.js';

/** A data set whose features are the codes themselves, and an encoder that reads them off. */
export interface FakeOptions {
  readonly classes: readonly string[];
  /** K. */
  readonly size: number;
  /** T. */
  readonly segments: number;
  readonly modalities: readonly string[];
  /** The class of each clip per split. */
  readonly labels: Readonly<Record<string, readonly number[]>>;
  readonly code: (modality: string, split: string, clip: number, segment: number) => number;
}

export interface FakeData {
  readonly dataset: Dataset;
  readonly encoder: FrozenEncoder;
  /** What was read, for example `train/audio:0-2`. */
  readonly reads: string[];
  dispose(): void;
}

export function fakeData(options: FakeOptions): FakeData {
  const { classes, size, segments, modalities, labels, code } = options;
  const reads: string[] = [];
  const read = async (split: string, modality: string, rows: ArrayLike<number>): Promise<NdArray<Float32Array>> => {
    reads.push(`${split}/${modality}:${rows[0]}-${rows[rows.length - 1]}`);
    const data = Float32Array.from({ length: rows.length * segments }, (_, i) =>
      code(modality, split, rows[Math.floor(i / segments)] as number, i % segments),
    );
    return { data, shape: [rows.length, segments, 1] };
  };
  const dataset: Dataset = {
    segments,
    classes,
    splits: Object.fromEntries(Object.entries(labels).map(([split, clips]) => [split, clips.length])),
    featureShapes: Object.fromEntries(modalities.map((name) => [name, [1]])),
    fingerprint: 'fake',
    read,
    labels: async (split) => ({ clipClasses: Int32Array.from(labels[split] ?? []), segmentClasses: {} }),
    close: async () => undefined,
  };
  const embedding = tf.oneHot(tf.range(0, size, 1, 'int32'), size).toFloat() as tf.Tensor2D;
  const encoder: FrozenEncoder = {
    modalities,
    width: size,
    segments,
    levels: 1,
    embedding,
    encode: (_, x) => {
      const indices = x.toInt() as tf.Tensor3D;
      const codes = tf.gather(embedding, indices.squeeze([2])) as unknown as tf.Tensor3D;
      return { indices, codes, semantic: codes };
    },
  };
  return { dataset, encoder, reads, dispose: () => embedding.dispose() };
}
