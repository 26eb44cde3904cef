/** Columns of text, numbers to the right and all else to the left. */
export function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const cell = (text: string, column: number) =>
    /^[\d.]+$/.test(text) ? text.padStart(widths[column] as number) : text.padEnd(widths[column] as number);
  return rows.map((row) => row.map(cell).join('  ').trimEnd());
}
