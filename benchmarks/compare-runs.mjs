/** @import { BenchmarkRun, Measured } from './types.ts' */
import { isDisturbed } from './other-load.mjs';
import { deviation, median } from './statistics.mjs';
import { time } from './table.mjs';

/** A difference counts from this share on, and from so many deviations of both runs together. */
const [LEAST_SHARE, LEAST_DEVIATIONS] = [0.05, 3];

/**
 * @typedef {'slower' | 'faster' | 'same' | 'disturbed'} Verdict
 * @typedef {{ name: string, column: string, before: number, after: number, verdict: Verdict }} Change medians in seconds
 */

/**
 * What two runs have in common, row by row: `slower` or `faster` where the medians differ by more than 5 % and by more than three times the
 * deviations of both, `disturbed` where other load was on the machine in either.
 *
 * @param {BenchmarkRun} before
 * @param {BenchmarkRun} after
 * @returns {Change[]}
 */
export function compareRuns(before, after) {
  const earlier = new Map(before.results.map((result) => [result.name, result]));
  return after.results.flatMap(({ name, sides }) =>
    Object.entries(sides).flatMap(([column, measured]) => {
      const old = earlier.get(name)?.sides ?? {};
      const reference = old[column];
      if (reference === undefined || reference.seconds.length === 0 || measured.seconds.length === 0) return [];
      const verdict = isDisturbed(old) || isDisturbed(sides) ? 'disturbed' : verdictOf(reference, measured);
      return [{ name, column, before: median(reference.seconds), after: median(measured.seconds), verdict }];
    }),
  );
}

/**
 * @param {Measured} before
 * @param {Measured} after
 * @returns {Verdict}
 */
function verdictOf(before, after) {
  const [old, now] = [median(before.seconds), median(after.seconds)];
  const noise = Math.max(LEAST_SHARE * old, LEAST_DEVIATIONS * (deviation(before.seconds) + deviation(after.seconds)));
  if (Math.abs(now - old) <= noise) return 'same';
  return now > old ? 'slower' : 'faster';
}

/** Whether we have become slower somewhere; what PyTorch takes tells of the machine alone. @param {readonly Change[]} changes */
export const isSlower = (changes) =>
  changes.some(({ column, verdict }) => verdict === 'slower' && !['pytorch', 'torch.compile'].includes(column));

/** A line each. @param {readonly Change[]} changes */
export function formatChanges(changes) {
  const names = changes.map(({ name, column }) => `${name}, ${column}`);
  const width = Math.max(0, ...names.map((name) => name.length));
  return changes
    .map(
      ({ before, after, verdict }, i) =>
        `${names[i]?.padEnd(width)}  ${time(before)} -> ${time(after)} (${(after / before).toFixed(2)}x)  ${verdict}`,
    )
    .join('\n');
}
