import { type Dataset, type NdArray, Random } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { BatchLoader } from '../src/training/batch-loader.js';
import { BatchPlan } from '../src/training/batch-plan.js';
import { memoryDataset } from './support/memory-dataset.js';

function loaderOf(read: (rows: readonly number[]) => void) {
  const memory = memoryDataset({ featureShapes: { a: [2] }, clips: 6, segments: 3 });
  const dataset: Dataset = {
    ...memory,
    read: async (split, modality, rows): Promise<NdArray<Float32Array>> => {
      read(Array.from(rows));
      return memory.read(split, modality, rows);
    },
  };
  const plan = new BatchPlan({ split: 'train', batchSize: 2, epochs: 1 } as never, dataset, new Random(1));
  return { plan, loader: new BatchLoader(dataset, 'train', ['a'], plan) };
}

describe('BatchLoader', () => {
  it('begins to read the next batch before this one trains, each batch once, and none after the last', async () => {
    const reads: string[] = [];
    const { plan, loader } = loaderOf((rows) => void reads.push(rows.join()));
    const expected = [0, 1, 2].map((step) => Array.from(plan.rows(step)).join());
    for (const step of [0, 1, 2]) {
      const batch = await loader.load(step);
      expect(batch['a']?.shape).toEqual([2, 3, 2]);
      expect(reads).toEqual(expected.slice(0, step + 2));
      tf.dispose(batch);
    }
    await loader.settle();
  });

  it('reads the batch of another step than the next when asked for it', async () => {
    const reads: string[] = [];
    const { plan, loader } = loaderOf((rows) => void reads.push(rows.join()));
    tf.dispose(await loader.load(0));
    tf.dispose(await loader.load(2));
    expect(reads).toEqual([0, 1, 2].map((step) => Array.from(plan.rows(step)).join()));
  });
});
