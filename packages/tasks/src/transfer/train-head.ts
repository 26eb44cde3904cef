import { CmgError, type Head, type ParameterScope, type Random, StepRandom } from '@cmg/core';
import { Adam } from '@cmg/nn';
import { compile, LeakWatch, shouldCompile, withoutMathRandom } from '@cmg/runtime';
import * as tf from '@tensorflow/tfjs';
import { batchTensors, type BatchTensors } from './batch-tensors.js';
import { type HeadData, readBatches } from './read-batches.js';
import type { TransferOptions } from './transfer-options.js';

export interface TrainHeadOptions {
  readonly head: Head;
  readonly parameters: ParameterScope;
  /** What the head reads besides its parameters and the batch: E. */
  readonly embedding: tf.Tensor2D;
  readonly data: HeadData;
  readonly settings: Pick<TransferOptions, 'epochs' | 'batchSize' | 'learningRate' | 'compile'>;
  readonly random: Random;
  /** Called, and waited for, after each epoch: its number from 1 on, and the mean loss of its steps. */
  readonly onEpoch?: (epoch: number, loss: number) => void | Promise<void>;
}

const HEAD = () => "the head's training step";

/** One step on a batch; returns the loss before it. */
type Step = (batch: BatchTensors) => tf.Scalar;

/**
 * Trains a head with Adam; every epoch visits all clips in a new order.
 *
 * @throws CmgError where the loss is no longer finite.
 */
export async function trainHead(options: TrainHeadOptions): Promise<void> {
  const { head, parameters, embedding, data, settings, random, onEpoch } = options;
  const optimizer = new Adam(parameters.parameters, { learningRate: settings.learningRate });
  const stepRandom = new StepRandom(random);
  const plain: Step = ({ codes, targets, inputs, vectors }) =>
    optimizer.minimize(() => head.loss(head.apply(codes, { training: true, random: stepRandom }, inputs, vectors), targets));
  const compiled = compile(plain, { constants: [embedding] });
  const leaks = new LeakWatch(HEAD(), 3);
  const steps = settings.epochs * Math.ceil(data.codes.clips / settings.batchSize);
  const step = shouldCompile(settings.compile, steps) ? compiled.run : plain;
  try {
    for (let epoch = 0; epoch < settings.epochs; epoch++) {
      const order = random.fork('epoch', epoch).permutation(data.codes.clips);
      const seek = (clip: number) => stepRandom.seek('step', epoch, clip);
      const loss = await trainEpoch(options, step, order, seek, leaks);
      if (!Number.isFinite(loss)) {
        throw new CmgError(`the loss of the head became ${loss} in epoch ${epoch + 1}`, { hint: 'Try a lower learningRate.' });
      }
      await onEpoch?.(epoch + 1, loss);
    }
  } finally {
    compiled.dispose();
    optimizer.dispose();
  }
}

/** One pass; the losses are read from the device once, at its end. */
async function trainEpoch(
  { data, settings }: TrainHeadOptions,
  step: Step,
  order: Int32Array,
  seek: (clip: number) => void,
  leaks: LeakWatch,
): Promise<number> {
  const losses: tf.Scalar[] = [];
  const live = () => tf.memory().numTensors - losses.length;
  for await (const batch of readBatches(data, order, settings.batchSize)) {
    seek(losses.length * settings.batchSize);
    const before = live();
    losses.push(withoutMathRandom(HEAD, () => tf.tidy(() => step(batchTensors(batch)))));
    leaks.add(live() - before);
  }
  const mean = tf.tidy(() => tf.stack(losses).mean());
  tf.dispose(losses);
  const [value] = await mean.data();
  mean.dispose();
  return value as number;
}
