import type { HeadlineTable } from './headline-table.js';

const SCORES = new Set(['transfer', 'mean', 'bound']);

/** Per column, the row with the highest mean score; undefined for columns that are not scores, and for a single row. */
export function bestRows({ columns, rows }: HeadlineTable): (number | undefined)[] {
  return columns.map(({ kind }, c) => {
    if (rows.length < 2 || !SCORES.has(kind)) return undefined;
    const means = rows.map(({ cells }) => cells[c]?.mean ?? -Infinity);
    const best = Math.max(...means);
    return Number.isFinite(best) ? means.indexOf(best) : undefined;
  });
}
