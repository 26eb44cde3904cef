import { forModality, type Objective, type ObjectiveFactory, perModality } from '@cmg/core';
import { z } from 'zod';
import { commitmentLoss } from './commitment-loss.js';

const options = z.strictObject({
  beta: z.number().min(0).default(0.25).describe('how strongly segments are pulled to their codes'),
});

export type CommitmentOptions = z.infer<typeof options>;

/** Each modality's commitment to its own codes, one term a modality. See {@link commitmentLoss}. */
export const commitment: ObjectiveFactory<CommitmentOptions> = {
  name: 'commitment',
  description: 'pulls the segments of each modality to their codes',
  options,
  create: ({ beta }): Objective => ({
    terms: (step) => ({
      losses: perModality(step.modalities, (m) => commitmentLoss(forModality(step.semantic, m), forModality(step.codes, m), beta)),
    }),
  }),
};
