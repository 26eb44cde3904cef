import { shownText } from '@cmg/core';

/** Columns of text, numbers to the right and all else to the left. */
export function aligned(given: readonly (readonly string[])[]): string[] {
  const rows = given.map((row) => row.map(shownText));
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const cell = (text: string, column: number) =>
    /^[\d.]+$/.test(text) ? text.padStart(widths[column] as number) : text.padEnd(widths[column] as number);
  return rows.map((row) => row.map(cell).join('  ').trimEnd());
}
