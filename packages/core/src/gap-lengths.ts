/** A gap of this length does not end in a drop: the next gap continues it, since a geometric distribution is memoryless. */
export const LONGEST_GAP = 255;

/** By rate; a run has one or two. */
const tables = new Map<number, Uint8Array>();

/**
 * How many values survive before the next is dropped, where each value is dropped with probability `rate`: a table that takes 16 uniform bits
 * to a geometric variable, by the inverse of its distribution. With a table, drops cost a tenth of drawing each value.
 */
export function gapLengths(rate: number): Uint8Array {
  const known = tables.get(rate);
  if (known !== undefined) return known;
  const table = new Uint8Array(65536).fill(LONGEST_GAP);
  let survival = 1;
  for (let gap = 0, start = 0; gap < LONGEST_GAP; gap++) {
    survival *= 1 - rate;
    const end = Math.round(65536 * (1 - survival));
    table.fill(gap, start, end);
    start = end;
  }
  tables.set(rate, table);
  return table;
}
