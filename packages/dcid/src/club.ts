import { forModality, type Objective, type ObjectiveFactory, perModality, type StepState } from '@cmg/core';
import { segmentShares, withoutTape } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { CLUB_NETWORKS, clubNetworks } from './club-networks.js';
import { fullBound } from './full-bound.js';
import type { Gaussian } from './gaussian.js';
import { type ClubRows, likelihoodGradient } from './likelihood-gradient.js';
import { sampledBound } from './sampled-bound.js';

const options = z.strictObject({
  bound: z
    .enum(['full', 'sampled'])
    .default('full')
    .describe('from all pairs of clips (paper), or from one permutation of the batch (official)'),
  hidden: z.int().min(1).default(128).describe('hidden width of the variational networks'),
  steps: z.int().min(1).default(5).describe('steps of the inner optimiser per batch'),
  learningRate: z.number().positive().default(1e-3).describe('learning rate of the inner Adam optimiser'),
});

export type ClubOptions = z.infer<typeof options>;

/**
 * Minimises an upper bound of the mutual information of a modality's shared features (x: its codes, straight through) and
 * its specific ones (c: the CLUB view), so that neither contains the other. One term per modality.
 *
 * Each batch first fits the variational networks q_theta(c|x) to the current features, in `steps` steps of their own Adam
 * optimiser on {@link logLikelihood}, with the features fixed; then theta is fixed (the main optimiser leaves claimed parameters alone) and
 * the bound, {@link fullBound} or {@link sampledBound}, trains the encoders. Permutations are drawn from `step.random.fork('club',
 * modality)`. Training only. Paper: DCID, equation 5.
 */
export const club: ObjectiveFactory<ClubOptions> = {
  name: 'club',
  description: "keeps a modality's codes and its specific features apart: an upper bound of their mutual information",
  options,
  create: ({ bound, hidden, steps, learningRate }, build): Objective => {
    const { parameters, modalities, width, clubWidths } = build;
    const networks = clubNetworks(parameters, modalities, width, clubWidths, hidden);
    const optimizer = build.createOptimizer(parameters, { learningRate });
    const bounds = {
      full: (step: StepState, m: string, q: Gaussian) => fullBound(q, forModality(step.clubView, m), step.present?.[m]),
      sampled: (step: StepState, m: string, q: Gaussian) => {
        const c = forModality(step.clubView, m);
        const clips = c.shape[0];
        return sampledBound(q, c, () => step.random.fork('club', m).permutation(clips), step.present?.[m]);
      },
    };
    const sizes = { width, hidden, clubWidths: modalities.map((m) => forModality(clubWidths, m)) };
    return {
      readsPresent: true,
      /** Logs the log-likelihood of each modality before the last inner step. */
      beforeTerms: (step) => {
        const logged = withoutTape(() =>
          tf.tidy(() => {
            const rows = clubRows(step, modalities);
            let last: tf.Scalar[] = [];
            optimizer.descend(steps, (values, i) => {
              const { gradient, likelihoods } = likelihoodGradient(values, sizes, rows);
              if (i === steps - 1) last = likelihoods().map((likelihood) => tf.keep(likelihood));
              return gradient;
            });
            const values = last.map((likelihood) => tf.clone(likelihood));
            tf.dispose(last);
            return values;
          }),
        );
        return Object.fromEntries(modalities.map((m, i) => [`log-likelihood/${m}`, logged[i] as tf.Scalar]));
      },
      terms: (step) => {
        const q = networks(step.quantized);
        return { losses: perModality(modalities, (m) => bounds[bound](step, m, forModality(q, m))) };
      },
    };
  },
};

/** The inputs of the inner steps: x and c of the step as constants. */
function clubRows({ quantized, clubView, present }: StepState, modalities: readonly string[]): ClubRows {
  const rows = (x: tf.Tensor3D) => x.reshape([-1, x.shape[2]]) as tf.Tensor2D;
  return {
    inputs: tf.stack(modalities.flatMap((m) => CLUB_NETWORKS.map(() => rows(forModality(quantized, m))))) as tf.Tensor3D,
    targets: modalities.map((m) => rows(forModality(clubView, m))),
    ...(present && { weights: modalities.map((m) => rowWeights(forModality(present, m))) }),
  };
}

/** [R, 1], R times the share of each segment. */
const rowWeights = (present: tf.Tensor2D): tf.Tensor2D => tf.mul(segmentShares(present), present.size).reshape([-1, 1]);
