import { bestRows } from './best-rows.js';
import type { HeadlineTable } from './headline-table.js';
import { tableCells } from './table-cells.js';

/** A `tabular` for the package booktabs, the best of each column in bold. */
export function latexTable(table: HeadlineTable): string {
  const best = bestRows(table);
  const { head, rows, below } = tableCells(table, {
    label: escaped,
    score(mean, deviation, column, row) {
      const spread = deviation === '' ? '' : ` {\\scriptsize$\\pm$${deviation.slice(1)}}`;
      return `${best[column] === row ? `\\textbf{${mean}}` : mean}${spread}`;
    },
    absent: '--',
    difference: (text) => text.replaceAll('−', '$-$'),
  });
  const line = (cells: readonly string[]) => `  ${cells.join(' & ')} \\\\`;
  return [
    `% ${table.task}: ${table.score} in percent, trained on the codes of one modality and tested on those of another`,
    `\\begin{tabular}{l${'r'.repeat(head.length - 1)}}`,
    '  \\toprule',
    line(head),
    '  \\midrule',
    ...rows.map(line),
    '  \\midrule',
    ...below.map(line),
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
