import type { Spread } from '@cmg/tasks';
import type { HeadlineColumn } from './headline-table.js';

/** Decimals of a column's numbers. */
const decimals = (kind: HeadlineColumn['kind'], { deviation }: Spread): number =>
  kind === 'seconds' || (kind === 'codes' && deviation === null) ? 0 : 1;

/** `93.1` and, over several seeds, `±0.4`. */
export function formatSpread(cell: Spread, kind: HeadlineColumn['kind']): { readonly mean: string; readonly deviation: string } {
  const digits = decimals(kind, cell);
  return {
    mean: cell.mean.toFixed(digits),
    deviation: cell.deviation === null ? '' : `±${cell.deviation.toFixed(digits)}`,
  };
}
