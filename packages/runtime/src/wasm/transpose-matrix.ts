/** Side of the squares that are transposed at a time, so that both matrices stay in the processor's cache. */
const BLOCK = 32;

/** Writes the transpose of a row-major `rows` x `columns` matrix into `target`. */
export function transposeMatrix(source: Float32Array, rows: number, columns: number, target: Float32Array): void {
  for (let top = 0; top < rows; top += BLOCK) {
    const bottom = Math.min(top + BLOCK, rows);
    for (let left = 0; left < columns; left += BLOCK) {
      const right = Math.min(left + BLOCK, columns);
      for (let row = top; row < bottom; row++) {
        for (let column = left; column < right; column++) target[column * rows + row] = source[row * columns + column] as number;
      }
    }
  }
}
