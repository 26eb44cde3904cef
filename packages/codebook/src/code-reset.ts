import { type Codebook, CmgError, type Objective, type ObjectiveBuild, type ObjectiveFactory, type ResetOptions } from '@cmg/core';
import { z } from 'zod';
import { resetOptions } from './reset-codes.js';

/** A number of batches, or a share of the run's steps. */
function batches(option: 'patience' | 'activeWithin') {
  const whole = resetOptions.shape[option];
  return z
    .number()
    .positive()
    .refine((n) => n < 1 || Number.isInteger(n), "expected whole batches, or below 1 a share of the run's steps")
    .default(whole.parse(undefined))
    .describe(`${whole.description ?? ''}; below 1: a share of the run's steps`);
}

const options = resetOptions.extend({ patience: batches('patience'), activeWithin: batches('activeWithin') });

/** Moves unused codes to where segments are. See `reset` of `Codebook`, and `resetCodes`. */
export const codeReset: ObjectiveFactory<ResetOptions> = {
  name: 'code-reset',
  description: 'replaces codes that have not been used for a while',
  options,
  create: (given, build) => replacing(build.codebook, inBatches(given, build)),
};

/** Shares of the run, as batches. */
function inBatches(options: ResetOptions, build: ObjectiveBuild): ResetOptions {
  const count = (n: number) => (n < 1 ? Math.max(1, Math.round(n * build.totalSteps)) : n);
  return { ...options, patience: count(options.patience), activeWithin: count(options.activeWithin) };
}

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
