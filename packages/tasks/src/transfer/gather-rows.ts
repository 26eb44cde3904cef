/** Copies the given rows of a row-major block, each `width` values long. */
export function gatherRows(values: Int32Array, width: number, rows: Int32Array): Int32Array {
  const gathered = new Int32Array(rows.length * width);
  rows.forEach((row, i) => gathered.set(values.subarray(row * width, (row + 1) * width), i * width));
  return gathered;
}
