import type { TrainingOptions } from '@cmg/core';

/**
 * Learning rate of a step (from 0) within an epoch (from 0): the base rate, times gamma for each milestone reached, times
 * (step + 1) / warmupSteps during the warm-up.
 */
export function learningRate(options: TrainingOptions, step: number, epoch: number): number {
  const reached = options.milestones.filter((milestone) => epoch >= milestone).length;
  const warmup = Math.min(1, (step + 1) / Math.max(1, options.warmupSteps));
  return options.learningRate * options.gamma ** reached * warmup;
}
