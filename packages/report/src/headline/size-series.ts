import type { RunConfig } from '@cmg/core';
import type { Spread } from '@cmg/tasks';
import type { HeadlineTable, TableData } from './headline-table.js';
import { leadColumn } from './lead-column.js';

/** Rows that differ in the size of the codebook alone, on one task. */
export interface SizeSeries {
  /** Of the rows, the smallest codebook first. */
  readonly labels: readonly string[];
  readonly points: readonly { readonly size: number; readonly score: Spread }[];
}

/** The scores of a task by `codebook.size`: a series for each set of rows whose configs are otherwise the same, of at least two sizes. */
export function sizeSeries({ runs }: Pick<TableData, 'runs'>, table: HeadlineTable): SizeSeries[] {
  const column = leadColumn(table);
  const groups = new Map<string, { label: string; size: number; score: Spread }[]>();
  runs.forEach(({ label, config }, r) => {
    const size = config?.codebook.options['size'];
    const score = column === undefined ? null : (table.rows[r]?.cells[column] ?? null);
    if (config === undefined || typeof size !== 'number' || score === null) return;
    const group = groups.get(withoutSize(config)) ?? [];
    groups.set(withoutSize(config), [...group, { label, size, score }]);
  });
  return [...groups.values()]
    .filter((group) => new Set(group.map(({ size }) => size)).size > 1)
    .map((group) => group.sort((a, b) => a.size - b.size))
    .map((points) => ({ labels: points.map(({ label }) => label), points }));
}

/** What rows of one series have in common. */
function withoutSize({ codebook, ...config }: RunConfig): string {
  return JSON.stringify({ ...config, name: '', seed: 0, codebook: { ...codebook, options: { ...codebook.options, size: 0 } } });
}
