import type { TrainingOptions } from '@cmg/core';

/**
 * The learning rate of a step (from 0) within an epoch (from 0) of a run of so many steps. It may depend on nothing else: a run may go on
 * from any step.
 */
export type LearningRate = (options: TrainingOptions, step: number, epoch: number, totalSteps: number) => number;

/**
 * The base rate, times (step + 1) / w during the warm-up of w steps, times
 *
 * - `step`: gamma for each milestone that is reached;
 * - `cosine`: (1 + cos(pi (step - w) / (totalSteps - w))) / 2 after the warm-up. Loshchilov & Hutter 2017, "SGDR", without restarts.
 *
 * A warm-up or a milestone below 1 is a share of the run's steps.
 */
export const learningRate: LearningRate = (options, step, epoch, totalSteps) => {
  const warmup = options.warmupSteps < 1 ? Math.round(options.warmupSteps * totalSteps) : options.warmupSteps;
  const rise = Math.min(1, (step + 1) / Math.max(1, warmup));
  if (options.schedule === 'cosine') {
    const done = Math.max(0, step - warmup) / Math.max(1, totalSteps - warmup);
    return options.learningRate * rise * ((1 + Math.cos(Math.PI * done)) / 2);
  }
  const reached = options.milestones.filter((milestone) => (milestone < 1 ? step >= milestone * totalSteps : epoch >= milestone));
  return options.learningRate * options.gamma ** reached.length * rise;
};

/** Whether the learning rate of a step depends on how long the run is: it cannot be made longer then without being another run. */
export const dependsOnLength = ({ schedule, warmupSteps, milestones }: TrainingOptions): boolean =>
  schedule === 'cosine' || (warmupSteps > 0 && warmupSteps < 1) || milestones.some((milestone) => milestone < 1);
