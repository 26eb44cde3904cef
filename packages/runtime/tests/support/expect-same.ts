import type { CaseResult } from './run-case.js';

/** Expects two results to be equal up to rounding. */
export function expectSame(actual: CaseResult, expected: CaseResult): void {
  expect(actual.shape).toEqual(expected.shape);
  expect(largestDifference(actual.value, expected.value)).toBeLessThan(2e-5);
  expect(actual.gradients.length).toBe(expected.gradients.length);
  actual.gradients.forEach((gradient, i) => expect(largestDifference(gradient, expected.gradients[i] ?? [])).toBeLessThan(2e-5));
}

/** The largest difference, relative for large numbers; infinite if only one of two numbers is finite. */
function largestDifference(actual: readonly number[], expected: readonly number[]): number {
  if (actual.length !== expected.length) return Infinity;
  return actual.reduce((largest, value, i) => {
    const other = expected[i] as number;
    if (Object.is(value, other) || value === other) return largest;
    const difference = Math.abs(value - other) / (1 + Math.abs(other));
    return Math.max(largest, Number.isNaN(difference) ? Infinity : difference);
  }, 0);
}
