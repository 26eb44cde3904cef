/**
 * Products of stacks of matrices in single precision, by one thread or several that share the memory. AssemblyScript: `build.mjs`
 * compiles it to `src/wasm/multiply-code.ts`.
 *
 * After Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication" (2008): blocks of both matrices that fit into
 * the processor's caches are packed into panels, whatever their order in memory, and multiplied tile by tile in registers. Every
 * number is summed in the same order, so that the bits do not depend on the number of threads.
 */

/** A tile: rows and columns of the product that are held in registers. */
const ROWS: i32 = 4;
const COLUMNS: i32 = 8;
/** A block: rows of the left matrix, columns of the right one, and steps of the sum. */
const BLOCK_ROWS: i32 = 64;
const BLOCK_COLUMNS: i32 = 256;
const BLOCK_STEPS: i32 = 256;

/** The words of a job: synchronisation first, then the parameters, set by the caller. `step` is from one matrix of a stack to the next. */
const ROUND: usize = 0;
const OPEN: usize = 4;
const ACTIVE: usize = 8;
const NEXT: usize = 12;
const DONE: usize = 16;
const LEFT: usize = 20;
const RIGHT: usize = 36;
const OUT: usize = 52;
const SIZES: usize = 56;
const COUNT: usize = 68;
const PIECE_ROWS: usize = 72;
const PIECE_COLUMNS: usize = 76;

/** How often an idle thread polls for work before it sleeps; about 50 microseconds. */
const PATIENCE: i32 = 20000;

/** Bytes that one thread needs for its panels and for a tile at the edge. */
export function workBytes(): i32 {
  return 4 * (BLOCK_ROWS * BLOCK_STEPS + BLOCK_COLUMNS * BLOCK_STEPS + ROWS * COLUMNS);
}

/** Does a job, with the help of other threads if waking them pays off. */
export function multiply(job: usize, work: usize, together: bool): void {
  atomic.store<i32>(job, 0, DONE);
  atomic.store<i32>(job, 0, NEXT);
  if (!together) {
    takePieces(job, work);
    return;
  }
  atomic.store<i32>(job, 1, OPEN);
  atomic.add<i32>(job, 1, ROUND);
  atomic.notify(job, -1);
  const pieces = takePieces(job, work);
  while (atomic.load<i32>(job, DONE) < pieces) { /* other threads are at their last pieces */ }
  // Late threads find it closed; those inside are awaited before the job is rewritten.
  atomic.store<i32>(job, 0, OPEN);
  while (atomic.load<i32>(job, ACTIVE) > 0) { /* wait until they leave */ }
}

/** The loop of a helper thread until it is terminated. */
export function serve(job: usize, work: usize): void {
  let seen = 0;
  while (true) {
    let round = atomic.load<i32>(job, ROUND);
    for (let looked = 0; round == seen; looked++) {
      if (looked >= PATIENCE) atomic.wait<i32>(job, seen, -1);
      round = atomic.load<i32>(job, ROUND);
    }
    seen = round;
    atomic.add<i32>(job, 1, ACTIVE);
    if (atomic.load<i32>(job, OPEN) == 1) takePieces(job, work);
    atomic.sub<i32>(job, 1, ACTIVE);
  }
}

/** Computes pieces of a job until none is left; returns the total number of pieces. */
function takePieces(job: usize, work: usize): i32 {
  const rows = load<i32>(job, SIZES);
  const steps = load<i32>(job, SIZES + 4);
  const columns = load<i32>(job, SIZES + 8);
  const pieceRows = load<i32>(job, PIECE_ROWS);
  const pieceColumns = load<i32>(job, PIECE_COLUMNS);
  const down = (rows + pieceRows - 1) / pieceRows;
  const across = (columns + pieceColumns - 1) / pieceColumns;
  const pieces = load<i32>(job, COUNT) * down * across;
  while (true) {
    const piece = atomic.add<i32>(job, 1, NEXT);
    if (piece >= pieces) return pieces;
    const index = piece / (down * across);
    const top = ((piece / across) % down) * pieceRows;
    const left = (piece % across) * pieceColumns;
    multiplyPiece(
      job, index, top, left, min(pieceRows, rows - top), steps, min(pieceColumns, columns - left),
      load<usize>(job, OUT) + bytes((index * rows + top) * columns + left), bytes(columns), work,
    );
    atomic.add<i32>(job, 1, DONE);
  }
}

/** `rows` x `columns` numbers of one product, from row `top` and column `left` on, written to `out`. */
function multiplyPiece(job: usize, index: i32, top: i32, left: i32, rows: i32, steps: i32, columns: i32, out: usize, outRow: usize, work: usize): void {
  const leftPanels = work;
  const rightPanels = leftPanels + bytes(BLOCK_ROWS * BLOCK_STEPS);
  const edge = rightPanels + bytes(BLOCK_COLUMNS * BLOCK_STEPS);
  const leftRow = load<i32>(job, LEFT + 4);
  const leftStep = load<i32>(job, LEFT + 8);
  const rightStep = load<i32>(job, RIGHT + 4);
  const rightColumn = load<i32>(job, RIGHT + 8);
  const a = load<usize>(job, LEFT) + bytes(index * load<i32>(job, LEFT + 12) + top * leftRow);
  const b = load<usize>(job, RIGHT) + bytes(index * load<i32>(job, RIGHT + 12) + left * rightColumn);
  for (let column = 0; column < columns; column += BLOCK_COLUMNS) {
    const width = min(BLOCK_COLUMNS, columns - column);
    for (let step = 0; step < steps; step += BLOCK_STEPS) {
      const depth = min(BLOCK_STEPS, steps - step);
      for (let j = 0; j < width; j += COLUMNS) {
        pack(b + bytes(step * rightStep + (column + j) * rightColumn), rightStep, rightColumn, depth, min(COLUMNS, width - j), COLUMNS, rightPanels + bytes(j * depth));
      }
      for (let row = 0; row < rows; row += BLOCK_ROWS) {
        const height = min(BLOCK_ROWS, rows - row);
        for (let i = 0; i < height; i += ROWS) {
          pack(a + bytes((row + i) * leftRow + step * leftStep), leftStep, leftRow, depth, min(ROWS, height - i), ROWS, leftPanels + bytes(i * depth));
        }
        for (let j = 0; j < width; j += COLUMNS) {
          for (let i = 0; i < height; i += ROWS) {
            const target = out + <usize>(row + i) * outRow + bytes(column + j);
            const leftPanel = leftPanels + bytes(i * depth);
            const rightPanel = rightPanels + bytes(j * depth);
            if (height - i >= ROWS && width - j >= COLUMNS) {
              multiplyTile(leftPanel, rightPanel, depth, target, outRow, step > 0);
            } else {
              multiplyTile(leftPanel, rightPanel, depth, edge, bytes(COLUMNS), false);
              putEdge(edge, min(ROWS, height - i), min(COLUMNS, width - j), target, outRow, step > 0);
            }
          }
        }
      }
    }
  }
}

/** The product of two panels, a tile of `ROWS` x `COLUMNS`, put or added to `out`. A fifth faster when inlined. */
@inline
function multiplyTile(left: usize, right: usize, depth: i32, out: usize, outRow: usize, add: bool): void {
  let a0 = f32x4.splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
  for (let step = 0; step < depth; step++) {
    const right0 = v128.load(right), right1 = v128.load(right, 16);
    let value = v128.load32_splat(left);
    a0 = f32x4.add(a0, f32x4.mul(value, right0));
    a1 = f32x4.add(a1, f32x4.mul(value, right1));
    value = v128.load32_splat(left, 4);
    b0 = f32x4.add(b0, f32x4.mul(value, right0));
    b1 = f32x4.add(b1, f32x4.mul(value, right1));
    value = v128.load32_splat(left, 8);
    c0 = f32x4.add(c0, f32x4.mul(value, right0));
    c1 = f32x4.add(c1, f32x4.mul(value, right1));
    value = v128.load32_splat(left, 12);
    d0 = f32x4.add(d0, f32x4.mul(value, right0));
    d1 = f32x4.add(d1, f32x4.mul(value, right1));
    left += bytes(ROWS);
    right += bytes(COLUMNS);
  }
  putRow(out, a0, a1, add);
  putRow(out + outRow, b0, b1, add);
  putRow(out + 2 * outRow, c0, c1, add);
  putRow(out + 3 * outRow, d0, d1, add);
}

@inline
function putRow(out: usize, values0: v128, values1: v128, add: bool): void {
  v128.store(out, add ? f32x4.add(v128.load(out), values0) : values0);
  v128.store(out, add ? f32x4.add(v128.load(out, 16), values1) : values1, 16);
}

/** Stores or adds the part of a tile that is within the product. */
function putEdge(tile: usize, rows: i32, columns: i32, out: usize, outRow: usize, add: bool): void {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const target = out + <usize>row * outRow + bytes(column);
      const value = load<f32>(tile + bytes(row * COLUMNS + column));
      store<f32>(target, add ? load<f32>(target) + value : value);
    }
  }
}

/**
 * Packs a panel: `depth` steps of `width` numbers each, of which there are `filled`, the others zero. `across` is from one number
 * of a step to the next, `along` from one step to the next.
 */
function pack(source: usize, along: i32, across: i32, depth: i32, filled: i32, width: i32, panel: usize): void {
  if (filled == width && across == 1) packRows(source, bytes(along), depth, width, panel);
  else if (filled == width && along == 1) packTransposed(source, bytes(across), depth, width, panel);
  else packAny(source, along, across, depth, filled, width, panel);
}

function packRows(source: usize, along: usize, depth: i32, width: i32, panel: usize): void {
  for (let step = 0; step < depth; step++) {
    for (let i = 0; i < width; i += 4) v128.store(panel + bytes(i), v128.load(source + bytes(i)));
    source += along;
    panel += bytes(width);
  }
}

/** Four steps of four numbers at a time, transposed in registers. */
function packTransposed(source: usize, across: usize, depth: i32, width: i32, panel: usize): void {
  const even = depth & ~3;
  const row = bytes(width);
  for (let step = 0; step < even; step += 4) {
    for (let i = 0; i < width; i += 4) {
      const from = source + bytes(step) + across * i;
      const to = panel + bytes(step * width + i);
      const row0 = v128.load(from), row1 = v128.load(from + across), row2 = v128.load(from + 2 * across), row3 = v128.load(from + 3 * across);
      const low01 = i32x4.shuffle(row0, row1, 0, 4, 1, 5), high01 = i32x4.shuffle(row0, row1, 2, 6, 3, 7);
      const low23 = i32x4.shuffle(row2, row3, 0, 4, 1, 5), high23 = i32x4.shuffle(row2, row3, 2, 6, 3, 7);
      v128.store(to, i64x2.shuffle(low01, low23, 0, 2));
      v128.store(to + row, i64x2.shuffle(low01, low23, 1, 3));
      v128.store(to + 2 * row, i64x2.shuffle(high01, high23, 0, 2));
      v128.store(to + 3 * row, i64x2.shuffle(high01, high23, 1, 3));
    }
  }
  packAny(source + bytes(even), 1, <i32>(across >> 2), depth - even, width, width, panel + bytes(even * width));
}

function packAny(source: usize, along: i32, across: i32, depth: i32, filled: i32, width: i32, panel: usize): void {
  for (let step = 0; step < depth; step++) {
    for (let i = 0; i < width; i++) {
      store<f32>(panel, i < filled ? load<f32>(source + bytes(step * along + i * across)) : 0);
      panel += 4;
    }
  }
}

/** The size of this many numbers in bytes. */
function bytes(numbers: i32): usize {
  return <usize>numbers << 2;
}
