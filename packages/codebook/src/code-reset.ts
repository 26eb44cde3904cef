import type { Objective, ObjectiveFactory } from '@cmg/core';
import { resetCodes, resetOptions, type ResetOptions } from './reset-codes.js';

/** Puts unused codes where segments are. See {@link resetCodes}. */
export const codeReset: ObjectiveFactory<ResetOptions> = {
  name: 'code-reset',
  description: 'replaces codes that went unused for a while',
  options: resetOptions,
  create: (options): Objective => ({ updateCodebook: (codebook, batch) => resetCodes(codebook, batch, options) }),
};
