import { bestRows } from './best-rows.js';
import type { HeadlineTable } from './headline-table.js';
import { tableCells } from './table-cells.js';

/** A table in GitHub's Markdown, the best of each column in bold. */
export function markdownTable(table: HeadlineTable): string {
  const best = bestRows(table);
  const { head, rows, below } = tableCells(table, {
    label: escaped,
    score: (mean, deviation, column, row) => `${best[column] === row ? `**${mean}**` : mean}${deviation === '' ? '' : ` ${deviation}`}`,
    absent: '–',
  });
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    `**${table.task}**, ${table.score} in percent: trained on the codes of one modality, tested on those of another`,
    '',
    line(head),
    line(['---', ...head.slice(1).map(() => '---:')]),
    ...rows.map(line),
    ...below.map(([label, ...values]) => line([`*${label}*`, ...values])),
  ].join('\n');
}

const escaped = (text: string): string => text.replace(/[\\|*_`<]/g, '\\$&');
