import { forModality, type Objective, type ObjectiveFactory, perModality } from '@cmg/core';
import { z } from 'zod';
import { crossCommitmentLoss } from './cross-commitment-loss.js';
import { expectTwoModalities } from './expect-two-modalities.js';

const options = z.strictObject({
  beta: z.number().min(0).default(0.25).describe("as of commitment; this objective's terms carry half of it"),
});

export type CrossCommitmentOptions = z.infer<typeof options>;

/** Each modality's commitment to the codes of the others, one term a modality. See {@link crossCommitmentLoss}. */
export const crossCommitment: ObjectiveFactory<CrossCommitmentOptions> = {
  name: 'cross-commitment',
  description: "pulls the segments of each modality to the other modalities' codes at the same time",
  options,
  create: ({ beta }, build): Objective => {
    expectTwoModalities('cross-commitment', build, 'Add a modality, or leave this objective out.');
    return {
      terms: (step) => ({
        losses: perModality(step.modalities, (m) => {
          const others = step.modalities.filter((other) => other !== m).map((other) => forModality(step.codes, other));
          return crossCommitmentLoss(forModality(step.semantic, m), others, beta);
        }),
      }),
    };
  },
};
