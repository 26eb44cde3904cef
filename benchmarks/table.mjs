/** The middle of the values. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** Median absolute deviation, as a share of the median. */
const spread = (values) => median(values.map((value) => Math.abs(value - median(values)))) / median(values);

const time = (seconds) => (seconds < 1 ? `${(seconds * 1000).toPrecision(3)} ms` : `${seconds.toPrecision(3)} s`);
const gigabytes = (bytes) => `${(bytes / 2 ** 30).toFixed(2)} GiB`;

function cell(result, reference) {
  if (result === undefined) return '';
  if (result.reason !== undefined) return result.reason;
  const own = `${time(median(result.seconds))} ±${(100 * spread(result.seconds)).toFixed(0)}%`;
  const ratio = reference?.seconds === undefined ? '' : ` (${(median(result.seconds) / median(reference.seconds)).toFixed(2)}x)`;
  return `${own}${ratio}, ${gigabytes(result.peakBytes)}`;
}

/** A Markdown table: a row per case, a column per side, times relative to the side named `pytorch`. */
export function formatTable(results) {
  const names = [...new Set(results.flatMap(({ sides }) => Object.keys(sides)))];
  const lines = results.map(({ title, sides }) => [
    title,
    ...names.map((name) => cell(sides[name], name === 'pytorch' ? undefined : sides['pytorch'])),
  ]);
  const rows = [['case', ...names], ...lines];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((text, column) => text.padEnd(widths[column])).join(' | ')} |`;
  return [line(rows[0]), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows.slice(1).map(line)].join('\n');
}
