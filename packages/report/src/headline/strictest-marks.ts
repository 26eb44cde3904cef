import type { HeadlineReference, HeadlineTable } from './headline-table.js';

/** The highest floor and the highest ceiling of a column, with their names. */
export function strictestMarks({ references }: HeadlineTable, column: number) {
  return { floor: highest(references, 'floor', column), ceiling: highest(references, 'ceiling', column) };
}

function highest(references: readonly HeadlineReference[], kind: HeadlineReference['kind'], column: number) {
  const known = references.flatMap(({ label, kind: own, values }) => {
    const value = values[column] ?? null;
    return own === kind && value !== null ? [{ label, value }] : [];
  });
  return known.sort((a, b) => b.value - a.value)[0];
}
