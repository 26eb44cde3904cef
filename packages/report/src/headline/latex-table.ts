import { bestRows } from './best-rows.js';
import { formatDifference } from './format-difference.js';
import { formatSpread } from './format-number.js';
import type { HeadlineTable } from './headline-table.js';

/** A `tabular` for the package booktabs, the best of each column in bold. */
export function latexTable(table: HeadlineTable): string {
  const { task, score, columns, rows, references, reference } = table;
  const best = bestRows(table);
  const more = reference === null ? [] : [`mean vs ${escaped(reference)}`];
  const line = (cells: readonly string[]) => `  ${cells.join(' & ')} \\\\`;
  const body = rows.map(({ label, cells, difference }, r) => [
    escaped(label),
    ...columns.map(({ kind }, c) => {
      const cell = cells[c];
      if (!cell) return '--';
      const { mean, deviation } = formatSpread(cell, kind);
      const spread = deviation === '' ? '' : ` {\\scriptsize$\\pm$${deviation.slice(1)}}`;
      return `${best[c] === r ? `\\textbf{${mean}}` : mean}${spread}`;
    }),
    ...(reference === null ? [] : [difference ? formatDifference(difference).replaceAll('−', '$-$') : '']),
  ]);
  return [
    `% ${task}: ${score} in percent, trained on the codes of one modality and tested on those of another`,
    `\\begin{tabular}{l${'r'.repeat(columns.length + more.length)}}`,
    '  \\toprule',
    line(['', ...columns.map(({ label }) => escaped(label)), ...more]),
    '  \\midrule',
    ...body.map(line),
    '  \\midrule',
    ...references.map(({ label, values }) =>
      line([escaped(label), ...values.map((value) => value?.toFixed(1) ?? ''), ...more.map(() => '')]),
    ),
    '  \\bottomrule',
    '\\end{tabular}',
  ].join('\n');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '→': '$\\to$',
};

const escaped = (text: string): string => text.replace(/[\\~^→&%$#_{}]/g, (character) => ESCAPES[character] ?? `\\${character}`);
