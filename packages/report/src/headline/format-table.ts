import pc from 'picocolors';
import { bestRows } from './best-rows.js';
import { formatDifference } from './format-difference.js';
import { formatSpread } from './format-number.js';
import { type HeadlineTable, headlineTables, type TableData } from './headline-table.js';

export interface FormatTableOptions {
  /** Whether to highlight the best row in colour; default false. */
  readonly colour?: boolean;
}

const BOUNDS = 'The same letter twice is the labelled modality itself, the upper bound of those that it is transferred to.';
const DIFFERENCES =
  'The last column is the difference in the mean of all transfers [interval of 95 %, paired bootstrap over seeds and clips].';

/** The headline table of every task as aligned text columns. */
export function formatTable(data: TableData, { colour = false }: FormatTableOptions = {}): string {
  const colours = pc.createColors(colour);
  const tables = headlineTables(data);
  const notes = [
    ...(tables.some(({ columns }) => columns.some(({ kind }) => kind === 'bound')) ? [BOUNDS] : []),
    ...(tables.some(({ reference }) => reference !== null) ? [DIFFERENCES] : []),
  ];
  return [tables.map((table) => formatOne(table, colours)).join('\n\n'), ...notes.map((note) => colours.dim(note))].join('\n');
}

function formatOne(table: HeadlineTable, colours: ReturnType<typeof pc.createColors>): string {
  const { columns, rows, references, reference, task, score } = table;
  const text = rows.map(({ label, cells, difference }) => [
    label,
    ...columns.map(({ kind }, c) => {
      const cell = cells[c];
      if (!cell) return '-';
      const { mean, deviation } = formatSpread(cell, kind);
      return deviation === '' ? mean : `${mean} ${deviation}`;
    }),
    ...(reference === null ? [] : [difference ? formatDifference(difference) : '']),
  ]);
  const below = references.map(({ label, values }) => [
    label,
    ...values.map((value) => value?.toFixed(1) ?? ''),
    ...(reference === null ? [] : ['']),
  ]);
  const head = ['', ...columns.map(({ label }) => label), ...(reference === null ? [] : [`mean vs ${reference}`])];
  const widths = head.map((_, c) => Math.max(...[head, ...text, ...below].map((row) => (row[c] as string).length)));
  const pad = (value: string, c: number) => (c === 0 ? value.padEnd(widths[0] as number) : value.padStart(widths[c] as number));
  const best = bestRows(table);
  const lines = text.map((row, r) =>
    row
      .map((value, c) => (c > 0 && best[c - 1] === r ? colours.bold(colours.green(pad(value, c))) : pad(value, c)))
      .join('  ')
      .trimEnd(),
  );
  return [
    colours.bold(`${task}: ${score} in percent, trained on the codes of one modality and tested on those of another`),
    colours.dim(head.map(pad).join('  ')),
    ...lines,
    ...below.map((row) => colours.dim(row.map(pad).join('  ').trimEnd())),
  ].join('\n');
}
