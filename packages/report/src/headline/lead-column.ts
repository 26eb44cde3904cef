import type { HeadlineTable } from './headline-table.js';

/** The column that sums a table up: the mean of all transfers, or the only one; undefined where nothing was transferred. */
export function leadColumn({ columns }: HeadlineTable): number | undefined {
  const mean = columns.findIndex(({ kind }) => kind === 'mean');
  const column = mean >= 0 ? mean : columns.findIndex(({ kind }) => kind === 'transfer');
  return column < 0 ? undefined : column;
}
