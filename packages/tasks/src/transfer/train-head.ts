import { CmgError, type Head, type ParameterScope, type Random } from '@cmg/core';
import { Adam } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { applyToBatch } from './apply-head.js';
import { type HeadData, readBatches } from './read-batches.js';
import type { TransferOptions } from './transfer-options.js';

export interface TrainHeadOptions {
  readonly head: Head;
  readonly parameters: ParameterScope;
  readonly data: HeadData;
  readonly settings: Pick<TransferOptions, 'epochs' | 'batchSize' | 'learningRate'>;
  readonly random: Random;
  /** Called, and waited for, after each epoch: its number from 1 on, and the mean loss of its steps. */
  readonly onEpoch?: (epoch: number, loss: number) => void | Promise<void>;
}

/**
 * Trains a head with Adam; every epoch visits all clips in a new order.
 *
 * @throws CmgError where the loss is no longer finite.
 */
export async function trainHead(options: TrainHeadOptions): Promise<void> {
  const { parameters, data, settings, random, onEpoch } = options;
  const optimizer = new Adam(parameters.parameters, { learningRate: settings.learningRate });
  try {
    for (let epoch = 0; epoch < settings.epochs; epoch++) {
      const order = random.fork('epoch', epoch).permutation(data.codes.clips);
      const loss = await trainEpoch(options, optimizer, order, random.fork('step', epoch));
      if (!Number.isFinite(loss)) {
        throw new CmgError(`the loss of the head became ${loss} in epoch ${epoch + 1}`, { hint: 'Try a lower learningRate.' });
      }
      await onEpoch?.(epoch + 1, loss);
    }
  } finally {
    optimizer.dispose();
  }
}

/** One pass; the losses are read from the device once, at its end. */
async function trainEpoch(options: TrainHeadOptions, optimizer: Adam, order: Int32Array, random: Random): Promise<number> {
  const { head, data, settings } = options;
  const losses: tf.Scalar[] = [];
  for await (const batch of readBatches(data, order, settings.batchSize)) {
    const { data: values, shape } = batch.targets;
    const context = { training: true, random: random.fork(losses.length * settings.batchSize) };
    const loss = tf.tidy(() => {
      const targets = tf.tensor(values, [...shape]);
      return optimizer.minimize(() => head.loss(applyToBatch(head, batch, context), targets));
    });
    losses.push(loss);
  }
  const mean = tf.tidy(() => tf.stack(losses).mean());
  tf.dispose(losses);
  const [value] = await mean.data();
  mean.dispose();
  return value as number;
}
