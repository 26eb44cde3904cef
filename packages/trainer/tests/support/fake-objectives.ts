import { type CodebookState, forModality, hostValue, type Objective, type ObjectiveFactory, type Scalars } from '@cmg/core';
import { linear, meanSquaredError, stopGradient } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';

const none = z.strictObject({});

/** Pulls the semantic features of all modalities to the first one's codes. */
export const agreement: ObjectiveFactory = {
  name: 'agreement',
  description: 'for tests: z of each modality towards the codes of the first',
  options: none,
  create: (): Objective => ({
    terms: ({ modalities, semantic, codes }) => ({
      losses: Object.fromEntries(
        modalities.map((m) => [m, meanSquaredError(forModality(semantic, m), forModality(codes, modalities[0] as string))]),
      ),
      metrics: { constant: tf.scalar(7) },
    }),
  }),
};

/** Like CLUB: trains a helper by an optimiser of its own before it is used in the loss. */
export const innerFit: ObjectiveFactory = {
  name: 'inner-fit',
  description: 'for tests: an inner optimisation on the features of the step',
  options: none,
  create: (_options, { parameters, modalities, width, clubWidths, createOptimizer }): Objective => {
    const parts = modalities.map((m) => {
      const scope = parameters.child(m);
      const predict = linear(scope, width, forModality(clubWidths, m));
      return { m, predict, optimizer: createOptimizer(scope, { learningRate: 1e-2 }) };
    });
    return {
      beforeTerms: ({ quantized, clubView }): Scalars =>
        Object.fromEntries(
          parts.map(({ m, predict, optimizer }) => {
            const [x, c] = [stopGradient(forModality(quantized, m)), stopGradient(forModality(clubView, m))];
            const losses = [0, 1].map(() => optimizer.minimize(() => meanSquaredError(predict(x), c)));
            return [`${m}-fit`, losses[1] as tf.Scalar];
          }),
        ),
      terms: ({ quantized, clubView }) => ({
        losses: Object.fromEntries(
          parts.map(({ m, predict }) => [
            m,
            meanSquaredError(predict(forModality(quantized, m)), forModality(clubView, m))
              .neg()
              .exp() as tf.Scalar,
          ]),
        ),
      }),
    };
  },
};

/** A loss that becomes NaN at the given step, counted from 0 since it was created. */
export function faulty(step: number): ObjectiveFactory {
  return {
    name: 'faulty',
    description: 'for tests: NaN at one step',
    options: none,
    create: (): Objective => {
      let seen = 0;
      return { terms: () => ({ losses: { bad: hostValue(() => tf.scalar(seen++ === step ? NaN : 0)) } }) };
    },
  };
}

/** Records the order in which codebook updates run. */
export function codebookSpy(name: string, calls: string[], learnsCodebook: boolean): ObjectiveFactory {
  return {
    name,
    description: 'for tests: records its calls',
    options: none,
    create: (): Objective => {
      let seen = 0;
      return {
        learnsCodebook,
        updateCodebook: (codebook: CodebookState) => {
          calls.push(`${name}@${seen++}`);
          return codebook;
        },
      };
    },
  };
}
