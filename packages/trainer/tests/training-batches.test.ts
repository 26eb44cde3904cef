import { type Dataset, type NdArray, Random } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { BatchPlan } from '../src/training/batch-plan.js';
import { trainingBatches } from '../src/training/training-batches.js';
import { memoryDataset } from './support/memory-dataset.js';

function batchesOf(read: (rows: readonly number[]) => void) {
  const memory = memoryDataset({ featureShapes: { a: [2] }, clips: 6, segments: 3 });
  const dataset: Dataset = {
    ...memory,
    read: async (split, modality, rows): Promise<NdArray<Float32Array>> => {
      read(Array.from(rows));
      return memory.read(split, modality, rows);
    },
  };
  const plan = new BatchPlan({ split: 'train', batchSize: 2, epochs: 1 } as never, dataset, new Random(1));
  return { plan, batches: (first: number) => trainingBatches({ dataset, split: 'train', modalities: ['a'], plan }, first) };
}

describe('trainingBatches', () => {
  it('begin to be read before the one before trains, each once, and none after the last', async () => {
    const reads: string[] = [];
    const { plan, batches } = batchesOf((rows) => void reads.push(rows.join()));
    const expected = [0, 1, 2].map((step) => Array.from(plan.rows(step)).join());
    let step = 0;
    for await (const batch of batches(0)) {
      expect(batch['a']?.shape).toEqual([2, 3, 2]);
      expect(reads).toEqual(expected.slice(0, ++step + 1));
      tf.dispose(batch);
    }
    expect(step).toBe(3);
  });

  it('begin with the step that is asked for', async () => {
    const reads: string[] = [];
    const { plan, batches } = batchesOf((rows) => void reads.push(rows.join()));
    for await (const batch of batches(1)) tf.dispose(batch);
    expect(reads).toEqual([1, 2].map((step) => Array.from(plan.rows(step)).join()));
  });
});
