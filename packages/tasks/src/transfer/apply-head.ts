import type { ForwardContext, Head, PredictionBatch, Random } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { readTensors } from './batch-tensors.js';
import { type HeadBatch, type HeadData, readBatches } from './read-batches.js';

/** The head's outputs on a whole split in inference mode, batch by batch in the order of the clips. */
export async function* applyHead(head: Head, data: HeadData, batchSize: number, random: Random): AsyncGenerator<PredictionBatch> {
  const order = Int32Array.from({ length: data.codes.clips }, (_, clip) => clip);
  for await (const batch of readBatches(data, order, batchSize)) {
    const outputs = tf.tidy(() => applyToBatch(head, batch, { training: false, random }));
    const { rows, targets, inputs } = batch;
    const values = (await outputs.data()) as Float32Array;
    outputs.dispose();
    yield { rows, targets, outputs: { data: values, shape: outputs.shape }, ...(inputs && { inputs }) };
  }
}

/** The head's outputs on one batch, [B, ...]. */
export function applyToBatch(head: Head, batch: Omit<HeadBatch, 'rows' | 'targets'>, context: ForwardContext): tf.Tensor {
  const { codes, inputs, vectors } = readTensors(batch);
  return head.apply(codes, context, inputs, vectors);
}
