import { forModality, type Objective, type ObjectiveFactory, type Scalars } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { codeMatch } from './code-match.js';
import { codeMatchingLoss } from './code-matching-loss.js';
import { expectTwoModalities } from './expect-two-modalities.js';

const options = z.strictObject({
  variant: z
    .enum(['improved', 'paper', 'official'])
    .default('improved')
    .describe('both directions of each pair (improved), one (paper), or the official code, whose weight is .5'),
});

export type CmcmOptions = z.infer<typeof options>;

/** Cross-modal code matching, one term a pair of modalities (`audio-video`). See {@link codeMatchingLoss}. */
export const cmcm: ObjectiveFactory<CmcmOptions> = {
  name: 'cmcm',
  description: 'clips of two modalities match the same codes: contrast of their distributions over codes',
  options,
  create: ({ variant }, build): Objective => {
    expectTwoModalities('cmcm', build, 'Add a modality, or leave this objective out.');
    return {
      terms: ({ modalities, distances }) => {
        const matches = modalities.map((m) => codeMatch(forModality(distances, m)));
        const names = modalities.flatMap((a, i) => modalities.slice(i + 1).map((b) => `${a}-${b}`));
        const loss = codeMatchingLoss(matches, variant);
        // tfjs cannot differentiate an unstack into a single part.
        const values = names.length === 1 ? [loss.asScalar()] : tf.unstack(loss);
        return { losses: Object.fromEntries(names.map((name, i) => [name, values[i]])) as Scalars };
      },
    };
  },
};
