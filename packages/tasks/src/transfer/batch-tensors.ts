import * as tf from '@tensorflow/tfjs';
import type { HeadBatch } from './read-batches.js';

/** What a head reads of a batch, on the device. */
export type ReadTensors = {
  /** Code indices, int32 [B, T]. */
  readonly codes: tf.Tensor2D;
  readonly inputs?: tf.Tensor;
};

/** A batch on the device. */
export type BatchTensors = ReadTensors & { readonly targets: tf.Tensor };

export function readTensors({ rows, indices, inputs }: Omit<HeadBatch, 'targets'>): ReadTensors {
  const codes = tf.tensor2d(indices, [rows.length, indices.length / rows.length], 'int32');
  return { codes, ...(inputs && { inputs: tf.tensor(inputs.data, [...inputs.shape]) }) };
}

export function batchTensors(batch: HeadBatch): BatchTensors {
  const { data, shape } = batch.targets;
  return { ...readTensors(batch), targets: tf.tensor(data, [...shape]) };
}
