import type { Codebook, CodebookFactory } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { codebookOptions, type CodebookOptions, headsMistake } from './codebook-options.js';
import { combinedCodes, combineHeads } from './combine-heads.js';
import { adoptState } from './adopt-state.js';
import { countUse } from './count-use.js';
import { type EmaState, emaStateShapes } from './ema-state.js';
import { emaUpdate } from './ema-update.js';
import { initialCodebook } from './initial-codebook.js';
import { quantize } from './quantize.js';
import { resetCodes } from './reset-codes.js';

/**
 * The paper's codebook: one list of K codes that all modalities share. A segment falls on the nearest of them, see {@link quantize};
 * codes are moving averages, see {@link emaUpdate}. With H heads it has one level after training too: its H codes together are one
 * row of a table of K^H, see {@link combineHeads}.
 */
export const sharedCodebook = {
  name: 'shared',
  description: 'one list of codes that all modalities share',
  options: codebookOptions,
  mistakes(options, width) {
    const message = headsMistake(options, width);
    return message === undefined ? [] : [{ option: 'heads', message }];
  },
  create(options, { width, modalities }): Codebook<EmaState> {
    const { size, heads } = options;
    return {
      size,
      levels: 1,
      codeCount: size,
      readsPresent: true,
      shapes: emaStateShapes(size, width / heads, modalities.length),
      start: (random, samples, present) =>
        initialCodebook(options, width / heads, modalities, random, options.initial === 'uniform' ? undefined : samples(), present),
      assign: ({ embedding }, z) => quantize(z, embedding, options),
      encode: ({ embedding }, z) =>
        tf.tidy(() => {
          const { indices, codes } = quantize(z, embedding, options);
          return { indices: combineHeads(indices, size), codes };
        }),
      table: ({ embedding }) => combinedCodes(embedding, heads),
      update: emaUpdate,
      countUse,
      adopt: (state, from) => adoptState(state, from, modalities),
      reset: resetCodes,
    };
  },
} satisfies CodebookFactory<CodebookOptions>;
