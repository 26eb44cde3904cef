import { Random } from '@cmg/core';
import { principalPlane } from '../src/charts/principal-plane.js';

test('finds a plane that the rows lie on, widest direction first', () => {
  const random = new Random(1);
  const flat = Array.from({ length: 60 }, () => [random.normal(0, 3), random.normal(0, 1)] as const);
  // Axes (1, 1, 0, 0)/sqrt 2 and (0, 0, 1, 0), moved away from the origin.
  const rows = flat.map(([a, b]) => [5 + a / Math.SQRT2, a / Math.SQRT2 - 2, b, 7]);
  const { points, explained } = principalPlane(rows);
  expect(explained[0] + explained[1]).toBeCloseTo(1, 8);
  expect(explained[0]).toBeGreaterThan(0.8);
  const distance = (p: readonly number[], q: readonly number[]) => Math.hypot(p[0]! - q[0]!, p[1]! - q[1]!);
  for (let i = 1; i < 60; i++) expect(distance(points[i]!, points[0]!)).toBeCloseTo(distance(flat[i]!, flat[0]!), 5);
});

test('one row, or equal rows, lie at the origin', () => {
  expect(principalPlane([[1, 2, 3]])).toEqual({ points: [[0, 0]], explained: [0, 0] });
  expect(
    principalPlane([
      [1, 2],
      [1, 2],
    ]).explained,
  ).toEqual([0, 0]);
});
