import { Random } from '@cmg/core';
import { constantInitializer, uniformInitializer } from '../src/index.js';

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
