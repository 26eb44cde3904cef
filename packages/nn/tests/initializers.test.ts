import { type ParameterScope, Random } from '@cmg/core';
import { constantInitializer, conv2d, convTranspose2d, linear, selfAttention, stackedLstm, uniformInitializer } from '../src/index.js';
import { newScope } from './support/tensors.js';

describe('initializers', () => {
  it('draw within the bound, to the shape, repeatably', () => {
    const values = uniformInitializer(0.5)([20, 30], new Random(3));
    expect(values).toHaveLength(600);
    expect(Math.max(...values)).toBeGreaterThan(0.45);
    expect(Math.min(...values)).toBeLessThan(-0.45);
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(0.5);
    expect(uniformInitializer(0.5)([20, 30], new Random(3))).toEqual(values);
  });

  it('fill with a constant', () => {
    expect([...constantInitializer(2)([2, 2], new Random(3))]).toEqual([2, 2, 2, 2]);
  });
});

describe('a layer starts as that of PyTorch does', () => {
  it.each<[string, number, string, (scope: ParameterScope) => unknown]>([
    ['linear, by its inputs', 1 / 4, 'weight', (scope) => linear(scope, 16, 400)],
    ['convolution, by inputs and kernel', 1 / 6, 'weight', (scope) => conv2d(scope, 4, 64, 3)],
    ['transposed convolution, by outputs and kernel', 1 / 12, 'weight', (scope) => convTranspose2d(scope, 64, 16, 3)],
    ['LSTM, by its width', 1 / 5, 'l0/hiddenWeight', (scope) => stackedLstm([scope], 4, 25, 1)],
    ['attention, by four times its width', 1 / 4, 'in/weight', (scope) => selfAttention(scope, 24, 2, 0)],
  ])('%s: within %d', (_, bound, path, make) => {
    const scope = newScope();
    make(scope);
    const largest = scope.parameters.get(path)?.abs().max().dataSync()[0];
    expect(largest).toBeLessThanOrEqual(bound);
    expect(largest).toBeGreaterThan(0.98 * bound);
  });
});
