import { spread } from '../src/index.js';

test('mean and sample deviation', () => {
  // numpy: np.mean([1, 2, 4]), np.std([1, 2, 4], ddof=1)
  expect(spread([1, 2, 4]).mean).toBeCloseTo(2.3333333, 6);
  expect(spread([1, 2, 4]).deviation).toBeCloseTo(1.5275252, 6);
  expect(spread([1, 2, 4]).count).toBe(3);
});

test('a single value has no deviation, equal values have none to speak of', () => {
  expect(spread([5])).toEqual({ mean: 5, deviation: null, count: 1 });
  expect(spread([5, 5]).deviation).toBe(0);
  expect(() => spread([])).toThrow(RangeError);
});
