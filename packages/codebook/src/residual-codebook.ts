import { type Codebook, type CodebookFactory, forModality, perModality } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { adoptState } from './adopt-state.js';
import { countUse } from './count-use.js';
import { type EmaState, emaStateShapes, joinLevels, levelOf } from './ema-state.js';
import { emaUpdate } from './ema-update.js';
import { initialCodebook } from './initial-codebook.js';
import { levelIndices, quantizeResidual, residuals, shownLevels } from './quantize-residual.js';
import { quantize } from './quantize.js';
import { resetCodes } from './reset-codes.js';
import { residualOptions, type ResidualOptions } from './residual-options.js';

/**
 * Residual vector quantisation: L levels of K codes, each of which quantises what the levels before it leave of a segment, so that a
 * segment stands for the sum of L codes. See {@link quantizeResidual}.
 *
 * Each level learns as `shared` does: its codes are moving averages of the residuals that fall on them, and dead ones are replaced by
 * residuals.
 * All levels learn from every segment; `dropout` hides the later ones from decoder and losses alone. L_cmcm reads the distances to the
 * first, coarse level. With one level it is the same as `shared`.
 *
 * Zeghidour et al. 2021, "SoundStream: An End-to-End Neural Audio Codec", section III-C.
 */
export const residualCodebook = {
  name: 'residual',
  description: 'levels of codes, each of which quantises what the levels before it leave (RVQ)',
  options: residualOptions,
  create(options, { width, modalities }): Codebook<EmaState> {
    const { size, levels, dropout } = options;
    const each = Array.from({ length: levels }, (_, level) => level);
    const levelwise = (change: (level: number) => EmaState): EmaState => ({ ...joinLevels(each.map(change)) });
    return {
      size,
      levels,
      codeCount: size * levels,
      readsPresent: true,
      shapes: emaStateShapes(size * levels, width, modalities.length),
      start: (random, samples, present) =>
        tf.tidy(() => {
          let left = options.initial === 'uniform' ? undefined : samples();
          return levelwise((level) => {
            const own = initialCodebook(options, width, modalities, level === 0 ? random : random.fork('level', level), left, present);
            left = left && perModality(modalities, (m) => remainder(forModality(left ?? {}, m), own.embedding, options));
            return own;
          });
        }),
      assign({ embedding }, z, _modality, { training, random }) {
        const hides = training && dropout > 0 && levels > 1;
        return quantizeResidual(z, embedding, options, hides ? shownLevels(z.shape[0], options, random) : undefined);
      },
      encode: ({ embedding }, z) =>
        tf.tidy(() => {
          const { indices, codes } = quantizeResidual(z, embedding, options);
          return { indices, codes };
        }),
      table: ({ embedding }) => tf.clone(embedding),
      update: (state, shares, average) =>
        tf.tidy(() => {
          const chosen = shares.map(({ indices }) => levelIndices(indices, size));
          const left = shares.map(({ vectors, indices }) => residuals(vectors, indices, state.embedding));
          const next = levelwise((level) => {
            const own = shares.map((_, m) => ({ indices: chosen[m]?.[level] as tf.Tensor3D, vectors: left[m]?.[level] as tf.Tensor3D }));
            return emaUpdate(levelOf(state, level, size), own, average);
          });
          return { ...next, sinceUse: state.sinceUse };
        }),
      countUse,
      adopt: (state, from) => adoptState(state, from, modalities),
      reset: (state, batch, reset) =>
        tf.tidy(() => {
          const left = perModality(batch.modalities, (m) =>
            residuals(forModality(batch.semantic, m), forModality(batch.indices, m), state.embedding),
          );
          return levelwise((level) => {
            const semantic = perModality(batch.modalities, (m) => forModality(left, m)[level] as tf.Tensor3D);
            return resetCodes(levelOf(state, level, size), { ...batch, semantic }, reset, level);
          });
        }),
    };
  },
} satisfies CodebookFactory<ResidualOptions>;

/** What the nearest of these codes leave of z. */
const remainder = (z: tf.Tensor3D, embedding: tf.Tensor2D, { distance }: ResidualOptions): tf.Tensor3D =>
  tf.sub(z, quantize(z, embedding, { distance }).codes);
