import { type Assignment, type Codebook, type CodebookState, type EmaOptions, forModality, type Objective, type ObjectiveFactory } from '@cmg/core';
import { emaOptions } from './ema-update.js';

/** Plain EMA: each code is the moving average of the segments of all modalities that fall on it. See `update` of `Codebook`, and `emaUpdate`. */
export const ema: ObjectiveFactory<EmaOptions> = {
  name: 'ema',
  description: 'plain EMA codebook: a code is the moving average of what falls on it',
  options: emaOptions,
  create: (options, { codebook }): Objective => ({
    learnsCodebook: true,
    updateCodebook: (state, batch) => plainEma(codebook, state, batch, options),
  }),
};

/** One update in which each modality brings its own segments; options default. */
export function plainEma<State extends CodebookState>(
  codebook: Codebook<State>,
  state: State,
  batch: Assignment,
  options: EmaOptions = emaOptions.parse({}),
): State {
  const shares = batch.modalities.map((m) => ({ indices: forModality(batch.indices, m), vectors: forModality(batch.semantic, m) }));
  return codebook.update(state, shares, options);
}
