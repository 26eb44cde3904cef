import { Random } from '@cmg/core';
import { trainingOptions } from '@cmg/config';
import { BatchPlan } from '../src/training/batch-plan.js';

const plan = (clips: number, batchSize: number, seed = 0, split = 'train') =>
  new BatchPlan(trainingOptions.parse({ batchSize, epochs: 3, split }), { splits: { train: clips } }, new Random(seed));

describe('BatchPlan', () => {
  it('gives each clip at most once an epoch, in whole batches, in another order each epoch', () => {
    const batches = plan(10, 4);
    expect([batches.stepsPerEpoch, batches.totalSteps]).toEqual([2, 6]);
    const epochs = [0, 1, 2].map((epoch) => [0, 1].flatMap((i) => [...batches.rows(2 * epoch + i)]));
    for (const rows of epochs) {
      expect(new Set(rows).size).toBe(8);
      expect(rows.every((row) => row >= 0 && row < 10)).toBe(true);
    }
    expect(epochs[1]).not.toEqual(epochs[0]);
    expect([0, 1, 2, 3].map((step) => batches.endsEpoch(step))).toEqual([false, true, false, true]);
  });

  it('ends after so many steps, in whichever epoch, where those are given', () => {
    const batches = new BatchPlan(trainingOptions.parse({ batchSize: 4, steps: 5 }), { splits: { train: 10 } }, new Random(0));
    expect(batches.totalSteps).toBe(5);
    expect([0, 1, 2, 3, 4].map((step) => batches.endsEpoch(step))).toEqual([false, true, false, true, true]);
  });

  it('depends on the seed and the step alone', () => {
    const [forwards, backwards] = [plan(10, 2), plan(10, 2)];
    const steps = Array.from({ length: 15 }, (_, step) => step);
    const there = steps.map((step) => [...forwards.rows(step)]);
    const back = [...steps].reverse().map((step) => [...backwards.rows(step)]);
    expect(back.reverse()).toEqual(there);
    expect([...plan(10, 2, 1).rows(0)]).not.toEqual(there[0]);
  });

  it('cuts an epoch into steps of several batches', () => {
    const training = trainingOptions.parse({ batchSize: 2, accumulate: 2, epochs: 3 });
    const steps = new BatchPlan(training, { splits: { train: 10 } }, new Random(0));
    expect([steps.stepsPerEpoch, steps.totalSteps, steps.stepSize]).toEqual([2, 6, 4]);
    expect([...steps.rows(1)]).toEqual([...plan(10, 4).rows(1)]);
    expect(() => new BatchPlan(training, { splits: { train: 3 } }, new Random(0))).toThrow(
      "training.accumulate: a step of 2 batches of 2 clips is larger than the split 'train' of 3\n  Set it to 1 or less.",
    );
  });

  it('names both numbers where a batch does not fit, and the splits where there is no such split', () => {
    expect(() => plan(3, 4)).toThrow("training.batchSize: a batch of 4 clips is larger than the split 'train' of 3");
    expect(() => plan(3, 2, 0, 'val')).toThrow("training.split: the data set has no split 'val'\n  It has: train.");
  });
});
