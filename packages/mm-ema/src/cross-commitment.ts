import { CmgError, expectTwoModalities, forModality, type Objective, type ObjectiveFactory, perModality } from '@cmg/core';
import { meanSquaredError, stopGradient } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';

/**
 * $\tfrac\beta2\, \mean_o \mean (z - \sg q^o)^2$, over the other modalities o and all elements: pulls a
 * modality's segments to the codes of the others at the same time. z [B, T, D]; otherCodes: one $q^o$ [B, T, D] or more.
 *
 * Together with the plain commitment it is the paper's modified commitment loss (MM-EMA).
 *
 * @throws CmgError if there are no other codes, or shapes differ.
 */
export function crossCommitmentLoss(z: tf.Tensor3D, otherCodes: readonly tf.Tensor3D[], beta: number): tf.Scalar {
  if (otherCodes.length === 0) throw new CmgError('cross-modal commitment needs the codes of at least one other modality, got none');
  const errors = otherCodes.map((codes) => meanSquaredError(z, stopGradient(codes)));
  return (errors.length === 1 ? (errors[0] as tf.Scalar) : tf.addN(errors)).mul(beta / (2 * errors.length));
}

const options = z.strictObject({
  beta: z.number().min(0).default(0.25).describe('as that of commitment; these terms are multiplied by half of it'),
});

export type CrossCommitmentOptions = z.infer<typeof options>;

/** Each modality's commitment to the codes of the others, one term per modality. See {@link crossCommitmentLoss}. */
export const crossCommitment: ObjectiveFactory<CrossCommitmentOptions> = {
  name: 'cross-commitment',
  description: "pulls the segments of each modality to the other modalities' codes at the same time",
  options,
  create: ({ beta }, build): Objective => {
    expectTwoModalities('cross-commitment', build);
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
