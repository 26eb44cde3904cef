import { forModality, perModality, type PerModality, type Random } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import type { Model } from '../model/model.js';

/** Sets a model's first codes: drawn, or from the features (in inference mode) of the first batch. */
export function startCodebook(model: Model, batch: PerModality<tf.Tensor>, random: Random): void {
  tf.tidy(() => {
    const samples = () => perModality(model.training.participants, (m) => model.semantic(m, forModality(batch, m)));
    model.setCodebookState(model.codebook.start(random, samples));
  });
}
