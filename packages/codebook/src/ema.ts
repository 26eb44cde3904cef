import { type Codebook, type EmaOptions, forModality, type Objective, type ObjectiveFactory } from '@cmg/core';
import { emaOptions } from './ema-update.js';

/** Plain EMA: each code is the moving average of the segments of all modalities that fall on it. See `emaUpdate`. */
export const ema: ObjectiveFactory<EmaOptions> = {
  name: 'ema',
  description: 'plain EMA codebook: a code is the moving average of what falls on it',
  options: emaOptions,
  create: (options, { codebook }) => averaging(codebook, options),
};

/** Learns codes from each modality's own segments. */
export function averaging(codebook: Codebook, options: EmaOptions = emaOptions.parse({})): Objective {
  return {
    learnsCodebook: true,
    readsPresent: true,
    updateCodebook: (state, batch) => {
      const assignments = batch.modalities.map((m) => ({
        indices: forModality(batch.indices, m),
        vectors: forModality(batch.semantic, m),
      }));
      return codebook.update(state, assignments, options);
    },
  };
}
