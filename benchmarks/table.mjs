/** @import { Measured, Result } from './types.ts' */

/** The middle of the values; NaN of none. @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const [below = NaN, middle = NaN] = [sorted[half - 1], sorted[half]];
  return sorted.length % 2 === 1 ? middle : (below + middle) / 2;
}

/** Median absolute deviation, as a share of the median. @param {readonly number[]} values */
const spread = (values) => median(values.map((value) => Math.abs(value - median(values)))) / median(values);

/** @param {number} seconds */
const time = (seconds) => (seconds < 1 ? `${(seconds * 1000).toPrecision(3)} ms` : `${seconds.toPrecision(3)} s`);
/** @param {number} bytes */
const gigabytes = (bytes) => `${(bytes / 2 ** 30).toFixed(2)} GiB`;

/**
 * @param {Measured | undefined} result
 * @param {Measured | undefined} reference
 */
function cell(result, reference) {
  if (result === undefined) return '';
  if (result.reason !== undefined) return result.reason;
  const own = `${time(median(result.seconds))} ±${(100 * spread(result.seconds)).toFixed(0)}%`;
  const ratio =
    reference === undefined || reference.reason !== undefined
      ? ''
      : ` (${(median(result.seconds) / median(reference.seconds)).toFixed(2)}x)`;
  return `${own}${ratio}, ${gigabytes(result.peakBytes ?? NaN)}`;
}

/**
 * A Markdown table: a row per case, a column per side, times relative to the side named `pytorch`.
 *
 * @param {readonly Result[]} results
 */
export function formatTable(results) {
  const names = [...new Set(results.flatMap(({ sides }) => Object.keys(sides)))];
  const lines = results.map(({ title, sides }) => [
    title,
    ...names.map((name) => cell(sides[name], name === 'pytorch' ? undefined : sides['pytorch'])),
  ]);
  const head = ['case', ...names];
  const widths = head.map((_, column) => Math.max(...[head, ...lines].map((row) => (row[column] ?? '').length)));
  /** @param {readonly string[]} row */
  const line = (row) => `| ${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...lines.map(line)].join('\n');
}
