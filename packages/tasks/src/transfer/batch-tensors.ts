import * as tf from '@tensorflow/tfjs';
import type { HeadBatch } from './read-batches.js';

/** What a head reads of a batch, on the device. */
export type ReadTensors = {
  /** Code indices, int32 [B, T, L]. */
  readonly codes: tf.Tensor3D;
  readonly inputs?: tf.Tensor;
};

/** A batch on the device. */
export type BatchTensors = ReadTensors & { readonly targets: tf.Tensor };

export function readTensors({ indices, inputs }: Omit<HeadBatch, 'rows' | 'targets'>): ReadTensors {
  const codes = tf.tensor3d(indices.data, indices.shape as [number, number, number], 'int32');
  return { codes, ...(inputs && { inputs: tf.tensor(inputs.data, [...inputs.shape]) }) };
}

export function batchTensors(batch: HeadBatch): BatchTensors {
  const { data, shape } = batch.targets;
  return { ...readTensors(batch), targets: tf.tensor(data, [...shape]) };
}
