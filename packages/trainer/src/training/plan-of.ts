import { type Dataset, Random, type RunConfig } from '@cmg/core';
import { BatchPlan } from './batch-plan.js';
import { lengthsOf, rowsWithAny } from './presence.js';

/**
 * Which clips make up which step of a run: those that have something in any of its modalities.
 *
 * @throws CmgError where the split is unknown or smaller than one step
 */
export function planOf({ training, seed }: RunConfig, dataset: Dataset, modalities: readonly string[]): BatchPlan {
  const { split } = training;
  const known = dataset.splits[split] !== undefined;
  return new BatchPlan(training, dataset, new Random(seed), known ? rowsWithAny(lengthsOf({ dataset, split, modalities })) : undefined);
}
