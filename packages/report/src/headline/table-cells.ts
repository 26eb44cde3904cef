import { formatDifference } from './format-difference.js';
import { formatSpread } from './format-number.js';
import type { HeadlineTable } from './headline-table.js';

/** How a format writes what is in a table. */
export interface CellStyle {
  /** Labels, which may contain what means something to the format. */
  readonly label: (text: string) => string;
  /** A mean and, over several seeds, its deviation with a sign, else ''. */
  readonly score: (mean: string, deviation: string, column: number, row: number) => string;
  /** What was not measured. */
  readonly absent: string;
  readonly difference?: (text: string) => string;
}

/** The text of a table, all rows as long as the head: the row's label, its columns and, if rows are compared with one, the difference. */
export interface TableCells {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Floors and ceilings. */
  readonly below: readonly (readonly string[])[];
}

export function tableCells({ columns, rows, references, reference }: HeadlineTable, style: CellStyle): TableCells {
  const { label: text, score, absent, difference: differing = (value) => value } = style;
  const compared = (value: string) => (reference === null ? [] : [value]);
  return {
    head: ['', ...columns.map(({ label }) => text(label)), ...(reference === null ? [] : [`mean vs ${text(reference)}`])],
    rows: rows.map(({ label, cells, difference, published }, r) => [
      text(label),
      ...columns.map(({ kind }, c) => {
        const cell = cells[c];
        if (!cell) return absent;
        const { mean, deviation } = formatSpread(cell, kind);
        const figure = published?.[c] ?? null;
        return score(mean, deviation, c, r) + (figure === null ? '' : ` (${figure.toFixed(1)})`);
      }),
      ...compared(difference ? differing(formatDifference(difference)) : ''),
    ]),
    below: references.map(({ label, values }) => [text(label), ...values.map((value) => value?.toFixed(1) ?? ''), ...compared('')]),
  };
}
