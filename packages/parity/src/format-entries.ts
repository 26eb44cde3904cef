import type { Entry } from './error-report.js';

const HEAD = ['quantity', 'compared', 'largest relative error', 'tolerance', 'ok', 'where'] as const;

/** A table of entries, one line each. */
export function formatEntries(entries: readonly Entry[]): string {
  const rows = entries.map(({ quantity, compared, error, tolerance, ok, where }) => [
    quantity,
    String(compared),
    Number.isFinite(error) ? error.toExponential(1) : 'not a number',
    tolerance.toExponential(0),
    ok ? 'yes' : 'NO',
    error === 0 ? '' : where,
  ]);
  const widths = HEAD.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] as string).length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] as number))
      .join('  ')
      .trimEnd();
  return [line(HEAD), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
