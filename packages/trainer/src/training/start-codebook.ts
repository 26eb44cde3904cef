import { forModality, perModality, type PerModality, type Random } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { INFERENCE, type Model } from '../model/model.js';

/**
 * Sets a model's first codes: drawn, or from the features (in inference mode) of the first batch.
 *
 * @param present which of its segments there are, [B, T] each; default: all
 */
export function startCodebook(model: Model, batch: PerModality<tf.Tensor>, random: Random, present?: PerModality<tf.Tensor2D>): void {
  tf.tidy(() => {
    const contextOf = (m: string) => (present === undefined ? INFERENCE : { ...INFERENCE, present: forModality(present, m) });
    const samples = () => perModality(model.training.participants, (m) => model.semantic(m, forModality(batch, m), contextOf(m)));
    model.setCodebookState(model.codebook.start(random, samples, present));
  });
}
