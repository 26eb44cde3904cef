import { trainingOptions } from '@cmg/config';
import { learningRate } from '../src/training/learning-rate.js';

describe('learningRate', () => {
  const options = trainingOptions.parse({ learningRate: 1, warmupSteps: 4, milestones: [2, 3], gamma: 0.5 });

  it('rises linearly over the warm-up', () => {
    expect([0, 1, 2, 3, 4, 5].map((step) => learningRate(options, step, 0))).toEqual([0.25, 0.5, 0.75, 1, 1, 1]);
  });

  it('falls by gamma at each milestone', () => {
    expect([0, 1, 2, 3, 4].map((epoch) => learningRate(options, 100, epoch))).toEqual([1, 1, 0.5, 0.25, 0.25]);
  });

  it('starts at its full height without a warm-up', () => {
    expect(learningRate({ ...options, warmupSteps: 0 }, 0, 0)).toBe(1);
  });
});
