import { of, type Objective, type ObjectiveFactory } from '@cmg/core';
import { emaOptions, emaUpdate, type EmaOptions } from './ema-update.js';

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
        batch.modalities.map((m) => ({ indices: of(batch.indices, m), vectors: of(batch.semantic, m) })),
        options,
      ),
  }),
};
