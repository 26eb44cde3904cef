import { CmgError, type Dataset, forModality, type NdArray, type PerModality, readAhead } from '@cmg/core';
import type { BatchPlan } from './batch-plan.js';

/** Features of the clips of a step, [B, T, ...featureShape] per modality. */
export type Batch = PerModality<NdArray<Float32Array>>;

/** What the batches of a run are read from. */
export interface BatchSource {
  readonly dataset: Dataset;
  readonly split: string;
  readonly modalities: readonly string[];
  readonly plan: BatchPlan;
}

/**
 * The batches of all steps from `first` on, read one step ahead. A batch's memory is used again for the next but one: two are in
 * memory, and no more.
 */
export function trainingBatches(source: BatchSource, first: number): AsyncGenerator<Batch> {
  return readAhead(source.plan.totalSteps - first, (index, used) => readBatch(source, first + index, used));
}

async function readBatch({ dataset, split, modalities, plan }: BatchSource, step: number, used: Batch = {}): Promise<Batch> {
  const rows = plan.rows(step);
  const entries = await Promise.all(
    modalities.map(async (m) => {
      const block = await dataset.read(split, m, rows, used[m]?.data);
      const expected = [rows.length, dataset.segments, ...forModality(dataset.featureShapes, m)];
      if (block.shape.join() === expected.join()) return [m, block] as const;
      throw new CmgError(`the data set gave features of shape [${block.shape.join(', ')}], expected [${expected.join(', ')}]`, {
        where: `split '${split}', modality '${m}'`,
      });
    }),
  );
  return Object.fromEntries(entries);
}
