import { Worker } from 'node:worker_threads';
import type { HeapMatrix } from './heap-matrix.js';
import { OWN_MEMORY, SHARED_MEMORY } from './multiply-code.js';
import type { WasmBackend } from './wasm-backend.js';
import { WebAssembly } from './web-assembly.js';

/** The number of multiplications from which waking other threads pays off: about 10 microseconds of work. */
const WORTH = 2 ** 18;

/** A product is split into this many pieces per thread, so that a delayed thread delays little; none is narrower than `NARROW`. */
const PIECES = 4;
const NARROW = 64;

/** The number of words of a job. */
const WORDS = 20;

/** The program of a helper thread. */
const HELPER = `
  const { code, memory, job, work } = require('node:worker_threads').workerData;
  new WebAssembly.Instance(code, { env: { memory } }).exports.serve(job, work);`;

/** The exports of `assembly/multiply.ts`. */
interface Code {
  workBytes(): number;
  multiply(job: number, work: number, together: boolean): void;
}

/** Matrices of one size: consecutive, or the same one repeated. */
export type HeapStack = HeapMatrix & { readonly repeated?: boolean };

/** Multiplies matrices in the memory of the backend's module, in any storage order, with all its threads. */
export class Multiplier {
  private readonly code: Code;
  private readonly job: number;
  private readonly work: number;

  /** @param threads more than one only if the memory is shared */
  constructor(
    private readonly backend: WasmBackend,
    readonly threads: number,
  ) {
    const { wasmMemory, asm } = backend.wasm;
    const memory = wasmMemory ?? asm.memory;
    const code = new WebAssembly.Module(Buffer.from(wasmMemory === undefined ? OWN_MEMORY : SHARED_MEMORY, 'base64'));
    this.code = new WebAssembly.Instance(code, { env: { memory } }).exports as Code;
    this.job = this.allocate(WORDS * Int32Array.BYTES_PER_ELEMENT);
    this.work = this.allocate(this.code.workBytes());
    for (let i = 1; i < threads; i++) {
      const workerData = { code, memory, job: this.job, work: this.allocate(this.code.workBytes()) };
      // If one fails, the others do its work.
      new Worker(HELPER, { eval: true, workerData }).on('error', () => undefined).unref();
    }
  }

  /** Writes the products of `count` matrices `left` and `right`, row by row, one after the other from `out` on (in bytes). */
  multiply(left: HeapStack, right: HeapStack, out: number, count = 1): void {
    const { rows, columns: steps } = left;
    const { columns } = right;
    if (steps === 0) new Float32Array(this.backend.wasm.HEAPU8.buffer, out, count * rows * columns).fill(0);
    if (rows * columns * count * steps === 0) return;
    const together = this.threads > 1 && count * rows * steps * columns > WORTH;
    const cuts = together ? Math.ceil((PIECES * this.threads) / count) : 1;
    const pieces = rows > columns ? [pieceOf(rows, cuts), columns] : [rows, pieceOf(columns, cuts)];
    const words = [...wordsOf(left), ...wordsOf(right), out, rows, steps, columns, count, ...pieces];
    this.memory(this.job, WORDS).set(words, WORDS - words.length);
    this.code.multiply(this.job, this.work, together);
  }

  private allocate(bytes: number): number {
    const offset = this.backend.wasm._malloc(bytes) >>> 0;
    this.memory(offset, bytes / Int32Array.BYTES_PER_ELEMENT).fill(0);
    return offset;
  }

  private memory(offset: number, words: number): Int32Array {
    return new Int32Array(this.backend.wasm.HEAPU8.buffer, offset, words);
  }
}

/** The start of a stack, and the strides of rows, columns and matrices, in numbers. */
function wordsOf({ offset, rows, columns, transposed, repeated }: HeapStack): number[] {
  return [offset, ...(transposed === true ? [1, rows] : [columns, 1]), repeated === true ? 0 : rows * columns];
}

/** The length of a piece: whole tiles of the product, unless it is all in one piece. */
function pieceOf(length: number, cuts: number): number {
  return cuts === 1 ? length : Math.max(NARROW, 8 * Math.ceil(length / cuts / 8));
}
