import {
  CmgError,
  expectTwoModalities,
  forModality,
  type Objective,
  type ObjectiveFactory,
  perModality,
  type PerModality,
} from '@cmg/core';
import { meanSquaredError, stopGradient } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';

/**
 * $\tfrac\beta2\, \mean_o \mean (z - \sg q^o)^2$, over the other modalities o and all elements: pulls a
 * modality's segments to the codes of the others at the same time. z [B, T, D]; otherCodes: one $q^o$ [B, T, D] or more.
 *
 * Together with the plain commitment it is the paper's modified commitment loss (MM-EMA).
 *
 * @param shared of each other modality the segments [B, T] that both have: the mean of its error is over them, and that over o is over the
 *   modalities with which there are any. Default: all have all
 * @throws CmgError if there are no other codes, or shapes differ.
 */
export function crossCommitmentLoss(
  z: tf.Tensor3D,
  otherCodes: readonly tf.Tensor3D[],
  beta: number,
  shared?: readonly tf.Tensor2D[],
): tf.Scalar {
  if (otherCodes.length === 0) throw new CmgError('cross-modal commitment needs the codes of at least one other modality, got none');
  const errors = otherCodes.map((codes, i) => meanSquaredError(z, stopGradient(codes), shared?.[i]));
  const sum = errors.length === 1 ? (errors[0] as tf.Scalar) : tf.addN(errors);
  if (shared === undefined) return sum.mul(beta / (2 * errors.length));
  const having = tf.addN(shared.map((segments) => tf.max(segments)));
  return tf.div(tf.mul(sum, beta / 2), tf.maximum(having, 1)) as tf.Scalar;
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
      readsPresent: true,
      terms: ({ modalities, semantic, codes, present }) => ({
        losses: perModality(modalities, (m) => {
          const others = modalities.filter((other) => other !== m);
          return crossCommitmentLoss(
            forModality(semantic, m),
            others.map((other) => forModality(codes, other)),
            beta,
            present && others.map((other) => sharedSegments(present, m, other)),
          );
        }),
      }),
    };
  },
};

/** 1 where both modalities have the segment, [B, T]. */
const sharedSegments = (present: PerModality<tf.Tensor2D>, a: string, b: string): tf.Tensor2D =>
  tf.mul(forModality(present, a), forModality(present, b));
