import { forModality, type Objective, type ObjectiveFactory } from '@cmg/core';
import { meanSquaredError, stopGradient } from '@cmg/nn';
import { z } from 'zod';

const options = z.strictObject({
  targetGradient: z
    .enum(['stop', 'flow'])
    .default('stop')
    .describe('whether a front end is trained towards what its decoder makes (flow: as in the official code) or not (stop)'),
});

export type ReconstructionOptions = z.infer<typeof options>;

/**
 * Reconstruction: for each modality m, mean over all elements of (D^m(q^m, s^m) - x^m)^2; the terms are summed.
 *
 * x^m [B, T, ...] is the data or, where the modality has a front end, that front end's output h^m. With
 * `targetGradient: stop` no gradient flows into x^m: a front end could otherwise lower the loss by making h^m poorer.
 */
export const reconstruction: ObjectiveFactory<ReconstructionOptions> = {
  name: 'reconstruction',
  description: 'mean squared error of each modality rebuilt from its codes and its specific features',
  options,
  create: ({ targetGradient }): Objective => ({
    readsPresent: true,
    perClip: true,
    terms: (step) => ({
      losses: Object.fromEntries(
        step.modalities.map((m) => {
          const target = forModality(step.targets, m);
          const rebuilt = step.decode(m, forModality(step.quantized, m), forModality(step.specific, m));
          return [m, meanSquaredError(rebuilt, targetGradient === 'stop' ? stopGradient(target) : target, step.present?.[m])];
        }),
      ),
    }),
  }),
};
