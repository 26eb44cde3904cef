import type { NdArray } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import type { HeadBatch } from './read-batches.js';

/** What a head reads of a batch, on the device. */
export type ReadTensors = {
  /** Code indices, int32 [B, T, L]. */
  readonly codes: tf.Tensor3D;
  /** [B, T, W]. */
  readonly vectors?: tf.Tensor3D;
  readonly inputs?: tf.Tensor;
};

/** A batch on the device. */
export type BatchTensors = ReadTensors & { readonly targets: tf.Tensor };

export function readTensors({ indices, vectors, inputs }: Omit<HeadBatch, 'rows' | 'targets'>): ReadTensors {
  return {
    codes: tf.tensor3d(indices.data, threeOf(indices), 'int32'),
    ...(vectors && { vectors: tf.tensor3d(vectors.data, threeOf(vectors)) }),
    ...(inputs && { inputs: tf.tensor(inputs.data, [...inputs.shape]) }),
  };
}

export function batchTensors(batch: HeadBatch): BatchTensors {
  const { data, shape } = batch.targets;
  return { ...readTensors(batch), targets: tf.tensor(data, [...shape]) };
}

const threeOf = ({ shape }: NdArray) => shape as [number, number, number];
