import { Random } from '@cmg/core';
import { neighbourPlane } from '../src/charts/neighbour-plane.js';

/** Twenty points around each of three far centres. */
const rows = Array.from({ length: 60 }, (_, i) =>
  Array.from({ length: 6 }, (_, d) => (d === i % 3 ? 9 : 0) + new Random(0).fork(i, d).normal(0, 0.1)),
);

test('what is near stays near, the same each time', () => {
  const places = neighbourPlane(rows);
  expect(places).toHaveLength(60);
  expect(neighbourPlane(rows)).toEqual(places);
  const nearest = places.map(([x, y], i) => {
    const distances = places.map(([a, b], j) => (i === j ? Infinity : Math.hypot(a - x, b - y)));
    return distances.indexOf(Math.min(...distances));
  });
  expect(nearest.filter((j, i) => j % 3 === i % 3)).toHaveLength(60);
});

test('equal points have finite places; too few, and those that are no numbers, have none', () => {
  expect(
    neighbourPlane(Array.from({ length: 8 }, () => [1, 2]))
      .flat()
      .every(Number.isFinite),
  ).toBe(true);
  expect(neighbourPlane([[1], [2], [3]])).toEqual([]);
  expect(neighbourPlane(rows.map((row, i) => (i === 7 ? [...row.slice(1), NaN] : row)))).toEqual([]);
});
