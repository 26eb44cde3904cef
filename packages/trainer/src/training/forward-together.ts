import { type CodebookState, forModality, type ForwardContext, type PerModality, perModality, RowsRandom, type StepState } from '@cmg/core';
import type { Replicas } from '@cmg/runtime';
import * as tf from '@tensorflow/tfjs';
import type { Model, StepFeatures } from '../model/model.js';

/** A forward pass as objectives see it. */
export interface ForwardPass {
  /** Of the whole batch. */
  readonly whole: StepState;
  /** Of this process's rows, for objectives that are means over clips. */
  readonly own: StepState;
}

/** The rows of this process in a batch of them all, [count b, ...] -> [b, ...]. */
export function ownRows<T extends tf.Tensor>(x: T, { rank, count }: Replicas): T {
  const rows = x.shape[0] / count;
  return tf.slice<tf.Rank, T>(x, rank * rows, rows);
}

/**
 * A forward pass of `count` processes, each on its rows of the batch. Encoders and decoders run on these alone; semantic features and CLUB views
 * are gathered, and what follows is computed of the whole batch on every process. All else that is read of the whole batch is
 * gathered as it is read. If each process divides its loss by `count`, the sum of their gradients is that of one process with the whole batch.
 *
 * @param batch this process's rows, [b, T, ...featureShape] per modality
 * @param present of the whole batch, [count b, T] per modality; default: all segments are there
 */
export function forwardTogether(
  model: Model,
  replicas: Replicas,
  batch: PerModality<tf.Tensor>,
  context: ForwardContext,
  codebook: CodebookState,
  present?: PerModality<tf.Tensor2D>,
): ForwardPass {
  if (replicas.count === 1) {
    const state = model.forward(batch, context, codebook, present);
    return { whole: state, own: state };
  }
  const { participants: modalities } = model.training;
  const rowsOf = <T extends tf.Tensor>(tensors: PerModality<T>) =>
    perModality(modalities, (m) => ownRows(forModality(tensors, m), replicas));
  const random = new RowsRandom(context.random, replicas.rank, replicas.count);
  const features = model.features(batch, { ...context, random }, present && rowsOf(present));
  const whole = model.quantise(gathered(features, modalities, replicas), context, codebook, present);
  if (present !== undefined) return { whole, own: whole };
  const { distances, indices, codes, quantized } = whole;
  const own = { ...features, distances: rowsOf(distances), indices: rowsOf(indices), codes: rowsOf(codes), quantized: rowsOf(quantized) };
  return { whole, own: { ...own, modalities, codebook, random } };
}

/**
 * Features of the whole batch: those that most objectives read at once, others as they are read. Each by itself, so that what no loss depends on
 * has no gradient, as in one process.
 */
function gathered(own: StepFeatures, modalities: readonly string[], replicas: Replicas): StepFeatures {
  const now = <T extends tf.Tensor>(tensors: PerModality<T>) => perModality(modalities, (m) => replicas.gather(forModality(tensors, m)));
  const whenRead = (tensors: PerModality<tf.Tensor>): PerModality<tf.Tensor> =>
    Object.defineProperties(
      {},
      Object.fromEntries(modalities.map((m) => [m, { enumerable: true, get: () => replicas.gather(forModality(tensors, m)) }])),
    );
  return {
    semantic: now(own.semantic),
    clubView: now(own.clubView),
    inputs: whenRead(own.inputs),
    targets: whenRead(own.targets),
    specific: whenRead(own.specific),
    decode: (m, quantized, specific) => replicas.gather(own.decode(m, ownRows(quantized, replicas), ownRows(specific, replicas))),
  };
}
