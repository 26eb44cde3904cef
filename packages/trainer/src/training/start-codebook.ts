import { type CodebookOptions, initialCodebook } from '@cmg/codebook';
import { forModality, perModality, type PerModality, type Random } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import type { Model } from '../model/model.js';

/** Sets a model's first codes: by chance alone, or from the features (in inference mode) of the first batch. */
export function startCodebook(model: Model, options: CodebookOptions, batch: PerModality<tf.Tensor>, random: Random): void {
  tf.tidy(() => {
    const samples =
      options.initial === 'uniform' ? undefined : perModality(model.modalities, (m) => model.semantic(m, forModality(batch, m)));
    model.setCodebook(initialCodebook(options, model.width / options.heads, model.modalities, random, samples));
  });
}
