import { type Codebook, CmgError, type Objective, type ObjectiveFactory, type ResetOptions } from '@cmg/core';
import { resetOptions } from './reset-codes.js';

/** Moves unused codes to where segments are. See `reset` of `Codebook`, and `resetCodes`. */
export const codeReset: ObjectiveFactory<ResetOptions> = {
  name: 'code-reset',
  description: 'replaces codes that have not been used for a while',
  options: resetOptions,
  create: (options, { codebook }) => replacing(codebook, options),
};

/** Replaces dead codes after each batch. @throws CmgError if the options contradict each other */
export function replacing(codebook: Codebook, options: ResetOptions): Objective {
  if (options.leastCount > 0 && options.writes === 'codes') {
    throw new CmgError('leastCount would replace the same codes in every batch: writes: codes leaves their counts as they are', {
      where: 'code-reset',
      kind: 'usage',
      hint: 'Choose writes: all, or leave leastCount out.',
    });
  }
  return { readsPresent: true, updateCodebook: (state, batch) => codebook.reset(state, batch, options) };
}
