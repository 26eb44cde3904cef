import { forModality, type Objective, type ObjectiveFactory, perModality } from '@cmg/core';
import { meanSquaredError, stopGradient } from '@cmg/nn';
import type * as tf from '@tensorflow/tfjs';
import { z } from 'zod';

/**
 * $\beta \cdot \mean (z - \sg q)^2$ over all elements: pulls segments to their codes. z and q [B, T, D]; present [B, T], by default all.
 *
 * Van den Oord et al. 2017, equation 3; the paper takes it over.
 *
 * @throws CmgError if the shapes differ.
 */
export function commitmentLoss(z: tf.Tensor3D, codes: tf.Tensor3D, beta: number, present?: tf.Tensor2D): tf.Scalar {
  return meanSquaredError(z, stopGradient(codes), present).mul(beta);
}

const options = z.strictObject({
  beta: z.number().min(0).default(0.25).describe('how strongly segments are pulled to their codes'),
});

export type CommitmentOptions = z.infer<typeof options>;

/** Each modality's commitment to its own codes, one term per modality. See {@link commitmentLoss}. */
export const commitment: ObjectiveFactory<CommitmentOptions> = {
  name: 'commitment',
  description: 'pulls the segments of each modality to their codes',
  options,
  create: ({ beta }): Objective => ({
    readsPresent: true,
    terms: ({ modalities, semantic, codes, present }) => ({
      losses: perModality(modalities, (m) => commitmentLoss(forModality(semantic, m), forModality(codes, m), beta, present?.[m])),
    }),
  }),
};
