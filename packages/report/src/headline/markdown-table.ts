import { bestRows } from './best-rows.js';
import { formatDifference } from './format-difference.js';
import { formatSpread } from './format-number.js';
import type { HeadlineTable } from './headline-table.js';

/** A table in GitHub's Markdown, the best of each column in bold. */
export function markdownTable(table: HeadlineTable): string {
  const { task, score, columns, rows, references, reference } = table;
  const best = bestRows(table);
  const more = reference === null ? [] : [`mean vs ${escaped(reference)}`];
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const body = rows.map(({ label, cells, difference }, r) => [
    escaped(label),
    ...columns.map(({ kind }, c) => {
      const cell = cells[c];
      if (!cell) return '–';
      const { mean, deviation } = formatSpread(cell, kind);
      return `${best[c] === r ? `**${mean}**` : mean}${deviation === '' ? '' : ` ${deviation}`}`;
    }),
    ...(reference === null ? [] : [difference ? formatDifference(difference) : '']),
  ]);
  const below = references.map(({ label, values }) => [
    `*${escaped(label)}*`,
    ...values.map((value) => value?.toFixed(1) ?? ''),
    ...more.map(() => ''),
  ]);
  return [
    `**${task}**, ${score} in percent: trained on the codes of one modality, tested on those of another`,
    '',
    line(['', ...columns.map(({ label }) => escaped(label)), ...more]),
    line(['---', ...columns.map(() => '---:'), ...more.map(() => '---:')]),
    ...body.map(line),
    ...below.map(line),
  ].join('\n');
}

const escaped = (text: string): string => text.replace(/[\\|*_`<]/g, '\\$&');
