import { forModality, perModality, type PerModality, type Random } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { ALONE, type Replicas } from '@cmg/runtime';
import { INFERENCE, type Model } from '../model/model.js';
import { ownRows } from './forward-together.js';

/** Of what the first codes are made where several processes train, or a step has several batches. */
interface Together {
  /** Batches of a step. */
  readonly batches: number;
  readonly replicas: Replicas;
}

/**
 * Sets a model's first codes: drawn, or from the features (in inference mode) of the first step's clips.
 *
 * @param batch of several processes, this one's rows of each batch
 * @param present which of the whole batches' segments there are, [B, T] each; default: all
 */
export function startCodebook(
  model: Model,
  batch: PerModality<tf.Tensor>,
  random: Random,
  present?: PerModality<tf.Tensor2D>,
  together: Together = { batches: 1, replicas: ALONE },
): void {
  tf.tidy(() => {
    const samples = () =>
      perModality(model.training.participants, (m) => wholeSemantic(model, m, forModality(batch, m), present?.[m], together));
    model.setCodebookState(model.codebook.start(random, samples, present));
  });
}

/** z of one modality, of all processes in the order of the whole batches' rows. */
function wholeSemantic(
  model: Model,
  m: string,
  x: tf.Tensor,
  present: tf.Tensor2D | undefined,
  { batches, replicas }: Together,
): tf.Tensor3D {
  const own = (those: tf.Tensor, there: tf.Tensor2D | undefined) =>
    model.semantic(m, those, there === undefined ? INFERENCE : { ...INFERENCE, present: there });
  if (replicas.count === 1) return own(x, present);
  const parts = tf.split(x, batches).map((part, i) => {
    const there = present && (tf.split(present, batches)[i] as tf.Tensor2D);
    return replicas.gather(own(part, there && ownRows(there, replicas)));
  });
  return tf.concat(parts);
}
