import { trainingOptions } from '@cmg/config';
import { learningRate } from '../src/training/learning-rate.js';

describe('learningRate', () => {
  const options = trainingOptions.parse({ learningRate: 1, warmupSteps: 4, milestones: [2, 3], gamma: 0.5 });

  it('rises linearly over the warm-up', () => {
    expect([0, 1, 2, 3, 4, 5].map((step) => learningRate(options, step, 0, 1000))).toEqual([0.25, 0.5, 0.75, 1, 1, 1]);
  });

  it('falls by gamma at each milestone', () => {
    expect([0, 1, 2, 3, 4].map((epoch) => learningRate(options, 100, epoch, 1000))).toEqual([1, 1, 0.5, 0.25, 0.25]);
  });

  it('starts at its full height without a warm-up', () => {
    expect(learningRate({ ...options, warmupSteps: 0 }, 0, 0, 1000)).toBe(1);
  });

  it('takes a warm-up and milestones below 1 as shares of the run', () => {
    const shares = trainingOptions.parse({ learningRate: 1, warmupSteps: 0.2, milestones: [0.5, 0.75], gamma: 0.1 });
    const rates = Array.from({ length: 20 }, (_, step) => learningRate(shares, step, 0, 20));
    expect(rates.slice(0, 11)).toEqual([0.25, 0.5, 0.75, 1, 1, 1, 1, 1, 1, 1, 0.1]);
    expect(rates.slice(14).map((rate) => rate.toFixed(3))).toEqual(['0.100', '0.010', '0.010', '0.010', '0.010', '0.010']);
    expect(() => trainingOptions.parse({ milestones: [1.5] })).toThrow('expected whole epochs, or below 1 a share of the run');
  });

  it('falls along half a cosine after the warm-up', () => {
    const cosine = trainingOptions.parse({ learningRate: 2, warmupSteps: 2, schedule: 'cosine' });
    const rates = [0, 1, 2, 3, 4, 5].map((step) => learningRate(cosine, step, 99, 6));
    expect(rates.map((rate) => rate.toFixed(4))).toEqual(['1.0000', '2.0000', '2.0000', '1.7071', '1.0000', '0.2929']);
  });
});
