import { emaOptions } from '@cmg/codebook';
import { expectTwoModalities, forModality, type Objective, type ObjectiveFactory } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { pairedVectors } from './paired-vectors.js';

const options = emaOptions.extend({
  pairing: z
    .enum(['none', 'aligned', 'cross-attention'])
    .default('aligned')
    .describe('what other modalities add: nothing (plain EMA), their segment at the same time (official), or what attention finds (paper)'),
});

export type MmEmaOptions = z.infer<typeof options>;

/**
 * Multi-modal EMA: a code is the moving average of the segments that fall on it and of what the other modalities contribute for
 * them, so that it stands for one event in all modalities. See {@link pairedVectors} for these contributions, and
 * `update` of `Codebook` for the average. Paper: MM-EMA, equation 7.
 */
export const mmEma: ObjectiveFactory<MmEmaOptions> = {
  name: 'mm-ema',
  description: 'multi-modal EMA codebook: a code is the moving average of what falls on it in all modalities',
  options,
  create: ({ pairing, ...average }, build): Objective => {
    if (pairing !== 'none') expectTwoModalities('mm-ema', build, 'Add a modality, or choose pairing: none.');
    return {
      learnsCodebook: true,
      readsPresent: true,
      updateCodebook: (state, { modalities, semantic, indices, present }) =>
        tf.tidy(() => {
          const vectors = pairedVectors(
            modalities.map((m) => forModality(semantic, m)),
            pairing,
            present && modalities.map((m) => forModality(present, m)),
          );
          const shares = modalities.map((m, i) => ({ indices: forModality(indices, m), vectors: vectors[i] as tf.Tensor3D }));
          return { ...build.codebook.update(state, shares, average) };
        }),
    };
  },
};
