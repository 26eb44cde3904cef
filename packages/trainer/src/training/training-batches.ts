import { CmgError, type Dataset, forModality, type NdArray, perModality, type PerModality, readAhead } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import type { BatchPlan } from './batch-plan.js';

type Blocks = PerModality<NdArray<Float32Array>>;

/** What the batches of a run are read from. */
export interface BatchSource {
  readonly dataset: Dataset;
  readonly split: string;
  readonly modalities: readonly string[];
  readonly plan: Pick<BatchPlan, 'totalSteps' | 'rows'>;
}

/**
 * Features of the clips of each step from `first` on, [B, T, ...featureShape] per modality, read one step ahead. The caller disposes
 * of a batch before it asks for the next: its memory is used again, so that two batches are in memory and no more.
 */
export async function* trainingBatches(source: BatchSource, first = 0): AsyncGenerator<PerModality<tf.Tensor>> {
  const { plan } = source;
  const read = (index: number, used?: Blocks) => readBlocks(source, plan.rows(first + index), used);
  for await (const blocks of readAhead<Blocks>(plan.totalSteps - first, read)) yield tensorsOf(blocks);
}

/** Features of some clips, [rows, T, ...featureShape] per modality; the caller disposes of them. */
export async function readBatch(source: Omit<BatchSource, 'plan'>, rows: Int32Array): Promise<PerModality<tf.Tensor>> {
  return tensorsOf(await readBlocks(source, rows));
}

const tensorsOf = (blocks: Blocks): PerModality<tf.Tensor> =>
  perModality(Object.keys(blocks), (m) => {
    const { data, shape } = forModality(blocks, m);
    return tf.tensor(data, [...shape], 'float32');
  });

async function readBlocks({ dataset, split, modalities }: Omit<BatchSource, 'plan'>, rows: Int32Array, used: Blocks = {}): Promise<Blocks> {
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
