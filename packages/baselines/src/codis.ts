import {
  CmgError,
  expectTwoModalities,
  forModality,
  type Objective,
  type ObjectiveBuild,
  type ObjectiveFactory,
  pairsOf,
  perModality,
  type PerModality,
  type Scalars,
  type StepState,
} from '@cmg/core';
import { meanOverSegments, unitVectors, withoutTape } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { transportPlan } from './transport-plan.js';

/** Added to the logit of a code that takes no part. */
const NEVER = -1e9;

/** Cosines of features [N, D] and codes [K, D]: [N, K]. */
export function codeCosines(features: tf.Tensor2D, codes: tf.Tensor2D): tf.Tensor2D {
  return tf.matMul(unitVectors(features), unitVectors(codes), false, true);
}

/** <T, C> = sum_nk T_nk (1 - cos(z_n, e_k)): plan T and cosines [N, K]. */
export function transportCost(plan: tf.Tensor2D, cosines: tf.Tensor2D): tf.Scalar {
  return tf.sum(tf.mul(plan, tf.sub(1, cosines)));
}

/**
 * The cross entropy of which codes features are assigned to, and which another modality's teacher assigns them to:
 *
 * $$ -\mean_n \sum_k t_{nk} \log \softmax_k (\cos(z_n, e_k) / \tau), \qquad t_{nk} = T_{nk} / \textstyle\sum_k T_{nk} $$
 *
 * Cosines and plan T [N, K]; inUse [K], 1 or 0: other codes take no part.
 *
 * @param present [N], 1 for the features of which the mean is taken, 0 for others; it is 0 if there is none. Default: all
 */
export function assignmentLoss(
  cosines: tf.Tensor2D,
  plan: tf.Tensor2D,
  inUse: tf.Tensor1D,
  temperature: number,
  present?: tf.Tensor1D,
): tf.Scalar {
  const logits = tf.add(tf.div(cosines, temperature), tf.mul(tf.sub(1, inUse), NEVER));
  const given = tf.sum(plan, 1, true);
  const targets = tf.div(plan, present === undefined ? given : tf.add(given, tf.sub(1, tf.expandDims(present, 1))));
  const agreement = tf.sum(tf.mul(tf.logSoftmax(logits), targets), 1);
  if (present === undefined) return tf.mean(agreement).neg() as tf.Scalar;
  return tf.div(tf.sum(tf.mul(agreement, present)), tf.maximum(tf.sum(present), 1)).neg() as tf.Scalar;
}

const options = z.strictObject({
  features: z
    .enum(['clips', 'segments'])
    .default('clips')
    .describe("what is transported to the codes: the means of clips' segments, or each segment"),
  momentum: z.number().min(0).lt(1).default(0.995).describe("what the teacher's weights keep of themselves in each step"),
  beta: z.number().min(0.05).default(0.5).describe('weight of the proximal term of the transport'),
  iterations: z.int().min(1).default(50).describe('iterations of the transport'),
  temperature: z.number().positive().default(0.1).describe('divisor of the cosines of features and codes, in the assignment'),
  patience: z.int().min(1).default(20).describe('batches without use after which a code no longer takes part'),
});

export type CodisOptions = z.infer<typeof options>;

/**
 * CODIS: the codes are prototypes to which a slowly moving teacher's features are transported.
 *
 * With features z^m of the encoders and z'^m of the teacher (theta' <- momentum theta' + (1 - momentum) theta), both [N, D], N the clips of
 * the batch (the means of their segments) or all its segments, and T^m = {@link transportPlan} of 1 - cos(z'^m, E):
 *
 * - one term per modality (`audio`): {@link transportCost} of T^m and cos(z^m, E);
 * - one term per pair (`audio-video`): {@link assignmentLoss} of cos(z^a, E) and T^b, plus that of cos(z^b, E) and T^a.
 *
 * E are the codes, of which no gradient is taken; those that no modality has used for `patience` batches take no part. With several levels
 * of codes, E is the first. Logs how many do (`codes-in-use`). Training only. Rebuilt from the description in Duan et al. 2022,
 * "Multi-modal Alignment using Representation Codebook"; the teacher's other losses there, which do not involve codes, are left out.
 *
 * @throws CmgError in the first step, if a segment is divided among several heads
 */
export const codis: ObjectiveFactory<CodisOptions> = {
  name: 'codis',
  description: "transports a momentum teacher's features to the codes, and asks the same of each modality's encoder and of the others'",
  options,
  create: (settings, build): Objective => {
    expectTwoModalities('codis', build);
    const teacher = build.createTeacher(build.parameters);
    const sinceUse = build.parameters.buffer('sinceUse', [build.codes], ([size = 0]) => new Float32Array(size));
    const inUse = () => tf.cast(tf.lessEqual(sinceUse, settings.patience), 'float32') as tf.Tensor1D;
    const rows = (x: tf.Tensor3D, present?: tf.Tensor2D): tf.Tensor2D =>
      settings.features === 'clips' ? meanOverSegments(x, present) : x.reshape([-1, build.width]);
    const presentRows = (present: tf.Tensor2D): tf.Tensor1D => (settings.features === 'clips' ? tf.max(present, 1) : present.flatten());
    return {
      readsPresent: true,
      beforeTerms: (step) =>
        withoutTape(() => {
          teacher.follow(settings.momentum);
          tf.tidy(() => sinceUse.assign(countUse(sinceUse, step, build)));
          return { 'codes-in-use': tf.sum(inUse()) as tf.Scalar };
        }),
      terms: (step) => {
        const { semantic, modalities, present } = step;
        const there: Presence = perModality(modalities, (m) => present && presentRows(forModality(present, m)));
        const taught = teacher.semantic(step);
        const { codes, used, plans } = withoutTape(() => {
          const codes = firstLevel(step, build);
          const used = inUse();
          const plan = (m: string) =>
            transportPlan(tf.sub(1, codeCosines(rows(forModality(taught, m), present?.[m]), codes)), used, settings, there[m]);
          return { codes, used, plans: perModality(modalities, plan) };
        });
        const cosines = perModality(modalities, (m) => codeCosines(rows(forModality(semantic, m), present?.[m]), codes));
        return {
          losses: { ...transportLosses(cosines, plans), ...assignmentLosses({ cosines, plans, there }, used, settings.temperature) },
        };
      },
    };
  },
};

type Tables = PerModality<tf.Tensor2D>;
/** Which rows of the tables there are, [N], 1 or 0; undefined: all. */
type Presence = PerModality<tf.Tensor1D | undefined>;

interface Assigned {
  readonly cosines: Tables;
  readonly plans: Tables;
  readonly there: Presence;
}

const transportLosses = (cosines: Tables, plans: Tables): Scalars =>
  perModality(Object.keys(cosines), (m) => transportCost(forModality(plans, m), forModality(cosines, m)));

function assignmentLosses({ cosines, plans, there }: Assigned, inUse: tf.Tensor1D, temperature: number): Scalars {
  const both = (a: tf.Tensor1D | undefined, b: tf.Tensor1D | undefined) => a && b && tf.mul<tf.Tensor1D>(a, b);
  const one = (student: string, teacher: string) =>
    assignmentLoss(forModality(cosines, student), forModality(plans, teacher), inUse, temperature, both(there[student], there[teacher]));
  return Object.fromEntries(pairsOf(Object.keys(cosines)).map(([a, b]) => [`${a}-${b}`, tf.add(one(a, b), one(b, a)) as tf.Scalar]));
}

/** E, [K, D]. */
function firstLevel({ codebook }: StepState, build: ObjectiveBuild): tf.Tensor2D {
  return tf.slice(build.codebook.table(codebook), [0, 0], [build.codes, build.width]);
}

/** Batches since any modality last used each code of the first level, [K]. */
function countUse(sinceUse: tf.Tensor, { modalities, indices }: StepState, { codes, codebook }: ObjectiveBuild): tf.Tensor {
  const levels = forModality(indices, modalities[0] as string).shape[2];
  if (levels !== codebook.levels) {
    throw new CmgError(`compares features with whole codes, but each segment is divided among ${levels} heads`, {
      where: 'codis',
      kind: 'usage',
      hint: 'Set the option heads of the codebook to 1.',
    });
  }
  const used = tf.concat(modalities.map((m) => tf.slice(forModality(indices, m), [0, 0, 0], [-1, -1, 1]).flatten()));
  const unused = tf.min(tf.cast(tf.oneHot(used as tf.Tensor1D, codes, 0, 1), 'float32'), 0);
  return tf.mul(tf.add(sinceUse, 1), unused);
}
