import pc from 'picocolors';
import { bestRows } from './best-rows.js';
import { type HeadlineTable, headlineTables, type TableData } from './headline-table.js';
import { tableCells } from './table-cells.js';

export interface FormatTableOptions {
  /** Whether to highlight the best row in colour; default false. */
  readonly colour?: boolean;
}

const BOUNDS = 'The same letter twice is the labelled modality itself, the upper bound of those that it is transferred to.';
const PUBLISHED = 'In brackets: what the paper says.';
const DIFFERENCES =
  'The last column is the difference in the mean of all transfers [interval of 95 %, paired bootstrap over seeds and clips, or directions where a score is no mean over clips].';

/** The headline table of every task as aligned text columns. */
export function formatTable(data: TableData, { colour = false }: FormatTableOptions = {}): string {
  const colours = pc.createColors(colour);
  const tables = headlineTables(data);
  const notes = [
    ...(tables.some(({ columns }) => columns.some(({ kind }) => kind === 'bound')) ? [BOUNDS] : []),
    ...(tables.some(({ rows }) => rows.some(({ published }) => published !== undefined)) ? [PUBLISHED] : []),
    ...(tables.some(({ reference }) => reference !== null) ? [DIFFERENCES] : []),
  ];
  return [tables.map((table) => formatOne(table, colours)).join('\n\n'), ...notes.map((note) => colours.dim(note))].join('\n');
}

function formatOne(table: HeadlineTable, colours: ReturnType<typeof pc.createColors>): string {
  const { head, rows, below } = tableCells(table, {
    label: (text) => text,
    score: (mean, deviation) => (deviation === '' ? mean : `${mean} ${deviation}`),
    absent: '-',
  });
  const widths = head.map((_, c) => Math.max(...[head, ...rows, ...below].map((row) => (row[c] as string).length)));
  const pad = (value: string, c: number) => (c === 0 ? value.padEnd(widths[0] as number) : value.padStart(widths[c] as number));
  const best = bestRows(table);
  const lines = rows.map((row, r) =>
    row
      .map((value, c) => (c > 0 && best[c - 1] === r ? colours.bold(colours.green(pad(value, c))) : pad(value, c)))
      .join('  ')
      .trimEnd(),
  );
  return [
    colours.bold(`${table.task}: ${table.score} in percent, trained on the codes of one modality and tested on those of another`),
    colours.dim(head.map(pad).join('  ')),
    ...lines,
    ...below.map((row) => colours.dim(row.map(pad).join('  ').trimEnd())),
  ].join('\n');
}
