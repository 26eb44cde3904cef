import { linearScale, ticks, tickText } from '../src/charts/scale.js';

test('ticks are round and within the range', () => {
  expect(ticks(0, 100, 4)).toEqual([0, 50, 100]);
  expect(ticks(0.12, 0.31, 3)).toEqual([0.2, 0.30000000000000004]);
  expect(ticks(-7, 12, 4)).toEqual([-5, 0, 5, 10]);
  expect(ticks(3, 3, 3)).toEqual([3]);
});

test('tick texts drop the noise of floating point', () => {
  expect([0.30000000000000004, 1500, 20000, 0].map(tickText)).toEqual(['0.3', '1500', '20k', '0']);
});

test('a scale maps ends to ends, also a range of one value', () => {
  const scale = linearScale(2, 4, 10, 0);
  expect([scale(2), scale(3), scale(4)]).toEqual([10, 5, 0]);
  expect(linearScale(2, 2, 5, 9)(2)).toBe(5);
});
