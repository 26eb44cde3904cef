import { forModality, type Objective, type ObjectiveFactory } from '@cmg/core';
import { emaOptions, type EmaOptions, emaUpdate } from './ema-update.js';

/** Plain EMA: each code is the moving average of the segments of all modalities that fall on it. See {@link emaUpdate}. */
export const ema: ObjectiveFactory<EmaOptions> = {
  name: 'ema',
  description: 'plain EMA codebook: a code is the moving average of what falls on it',
  options: emaOptions,
  create: (options): Objective => ({
    learnsCodebook: true,
    updateCodebook: (codebook, batch) =>
      emaUpdate(
        codebook,
        batch.modalities.map((m) => ({ indices: forModality(batch.indices, m), vectors: forModality(batch.semantic, m) })),
        options,
      ),
  }),
};
