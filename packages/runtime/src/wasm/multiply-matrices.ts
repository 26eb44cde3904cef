import type { HeapMatrix } from './heap-matrix.js';
import { type HeapStack, Multiplier } from './multiplier.js';
import type { WasmBackend } from './wasm-backend.js';

const MULTIPLIERS = new WeakMap<WasmBackend, Multiplier>();

/** Attaches a multiplier to a backend, once, with threads if its memory can be shared. Returns the number of threads. */
export function addMultiplier(backend: WasmBackend, wanted: number): number {
  const multiplier = MULTIPLIERS.get(backend) ?? new Multiplier(backend, backend.wasm.wasmMemory === undefined ? 1 : wanted);
  MULTIPLIERS.set(backend, multiplier);
  return multiplier.threads;
}

/** Writes the products of `count` matrices `left` and `right` into memory, one after the other from `out` on. */
export function multiplyMatrices(backend: WasmBackend, left: HeapStack, right: HeapStack, out: HeapMatrix, count = 1): void {
  (MULTIPLIERS.get(backend) as Multiplier).multiply(left, right, out.offset, count);
}
