import type { TrainingOptions } from '@cmg/core';

/** The learning rate of a step (from 0) within an epoch (from 0). It may depend on nothing else: a run may go on from any step. */
export type LearningRate = (options: TrainingOptions, step: number, epoch: number) => number;

/**
 * Learning rate of a step (from 0) within an epoch (from 0): the base rate, times gamma for each milestone reached, times
 * (step + 1) / warmupSteps during the warm-up.
 */
export const learningRate: LearningRate = (options, step, epoch) => {
  const reached = options.milestones.filter((milestone) => epoch >= milestone).length;
  const warmup = Math.min(1, (step + 1) / Math.max(1, options.warmupSteps));
  return options.learningRate * options.gamma ** reached * warmup;
};
