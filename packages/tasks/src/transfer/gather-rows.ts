/** Copies the given rows of a row-major block, each `width` values long. */
export function gatherRows<A extends Int32Array | Float32Array>(values: A, width: number, rows: Int32Array): A {
  const gathered = new (values.constructor as new (length: number) => A)(rows.length * width);
  rows.forEach((row, i) => gathered.set(values.subarray(row * width, (row + 1) * width), i * width));
  return gathered;
}
