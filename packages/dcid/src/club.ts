import { of, perModality, type Objective, type ObjectiveFactory, type PerModality, type Scalars, type StepState } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { clubNetworks } from './club-networks.js';
import { fullBound } from './full-bound.js';
import type { Gaussian } from './gaussian.js';
import { logLikelihood } from './log-likelihood.js';
import { sampledBound } from './sampled-bound.js';

const options = z.strictObject({
  bound: z
    .enum(['full', 'sampled'])
    .default('full')
    .describe('from all pairs of clips (paper), or from one permutation of the batch (official)'),
  hidden: z.int().min(1).default(128).describe('hidden width of the variational networks'),
  steps: z.int().min(1).default(5).describe('steps of the inner optimiser per batch'),
  learningRate: z.number().positive().default(1e-3).describe("of the inner optimiser's Adam"),
});

export type ClubOptions = z.infer<typeof options>;

/**
 * Minimises an upper bound of the mutual information of what a modality shares (x: its codes, straight through) and what is
 * its own (c: the CLUB view of its specific features), so that neither carries the other. One term a modality.
 *
 * Each batch first fits the variational networks q_theta(c|x) to the present features, in `steps` steps of an Adam of their
 * own on {@link logLikelihood}, the features fixed; then theta is fixed (the main optimiser leaves parameters of another
 * optimiser alone) and the bound, {@link fullBound} or {@link sampledBound}, pulls the encoders. Permutations are drawn from
 * `step.random.fork('club', modality)`. Training only. Paper: DCID, equation 5.
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
      full: (step: StepState, m: string, q: Gaussian) => fullBound(q, of(step.clubView, m)),
      sampled: (step: StepState, m: string, q: Gaussian) => {
        const c = of(step.clubView, m);
        return sampledBound(q, c, step.random.fork('club', m).permutation(c.shape[0]));
      },
    };
    const likelihoods = (step: StepState): PerModality<tf.Scalar> => {
      const q = networks(step.quantized);
      return perModality(modalities, (m) => logLikelihood(of(q, m), of(step.clubView, m)));
    };
    return {
      /** Logs the log-likelihood of each modality before the last inner step. */
      beforeTerms: (step) =>
        tf.tidy(() => {
          let last: Scalars = {};
          for (let i = 1; i <= steps; i++) {
            optimizer.minimize(() => {
              const values = likelihoods(step);
              if (i === steps) last = perModality(modalities, (m) => tf.keep(of(values, m)));
              return tf.neg(tf.addN(Object.values(values)));
            });
          }
          const logged = perModality(modalities, (m) => tf.clone(of(last, m)));
          tf.dispose({ ...last });
          return Object.fromEntries(modalities.map((m) => [`log-likelihood/${m}`, of(logged, m)]));
        }),
      terms: (step) => {
        const q = networks(step.quantized);
        return { losses: perModality(modalities, (m) => bounds[bound](step, m, of(q, m))) };
      },
    };
  },
};
