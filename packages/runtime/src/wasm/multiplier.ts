import { Worker } from 'node:worker_threads';
import type { HeapMatrix } from './heap-matrix.js';
import { OWN_MEMORY, SHARED_MEMORY } from './multiply-code.js';
import type { WasmBackend } from './wasm-backend.js';
import { WebAssembly } from './web-assembly.js';

/** How many multiplications make it worth to wake other threads: about 10 microseconds' work. */
const WORTH = 2 ** 18;

/** For so many pieces a thread a product is cut up, so that one which is held up holds up little; none is narrower than `NARROW`. */
const PIECES = 4;
const NARROW = 64;

/** How many words a job has. */
const WORDS = 20;

/** What a thread that helps runs. */
const HELPER = `
  const { code, memory, job, work } = require('node:worker_threads').workerData;
  new WebAssembly.Instance(code, { env: { memory } }).exports.serve(job, work);`;

/** The exports of `assembly/multiply.ts`. */
interface Code {
  workBytes(): number;
  multiply(job: number, work: number, together: boolean): void;
}

/** Matrices of one size, one after the other from the first on, or for all the same. */
export type HeapStack = HeapMatrix & { readonly repeated?: boolean };

/** Multiplies matrices in the memory of the backend's module, whatever their order there, with as many threads as it has. */
export class Multiplier {
  private readonly code: Code;
  private readonly job: number;
  private readonly work: number;

  /** @param threads more than one only where the memory is shared */
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
      // What one that fails leaves undone, the others do.
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

/** Where a stack begins, and how many numbers on are the next row, the next column and the next matrix. */
function wordsOf({ offset, rows, columns, transposed, repeated }: HeapStack): number[] {
  return [offset, ...(transposed === true ? [1, rows] : [columns, 1]), repeated === true ? 0 : rows * columns];
}

/** The length of a piece of something cut up: whole tiles of the product, unless it is all in one piece. */
function pieceOf(length: number, cuts: number): number {
  return cuts === 1 ? length : Math.max(NARROW, 8 * Math.ceil(length / cuts / 8));
}
