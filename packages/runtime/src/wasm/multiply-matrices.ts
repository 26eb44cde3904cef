import { numbersOf, type HeapMatrix } from './heap-matrix.js';
import type { WasmBackend } from './wasm-backend.js';

const WRAPPED = new WeakMap<WasmBackend, (...values: unknown[]) => void>();

/** Writes the product `a b` into `out`. Two plain matrices: the one case that the module multiplies with SIMD. */
export function multiplyMatrices(backend: WasmBackend, a: HeapMatrix, b: HeapMatrix, out: HeapMatrix): void {
  if (a.rows === 0 || b.columns === 0) return;
  if (a.columns === 0) {
    numbersOf(backend, out).fill(0);
    return;
  }
  const ids = [a, b, out].map((matrix) => register(backend, matrix)) as [number, number, number];
  multiplyOf(backend)(ids[0], shapeBytes(a), 3, ids[1], shapeBytes(b), 3, false, false, ids[2]);
  for (const id of ids) backend.wasm.tfjs.disposeData(id);
}

/** Makes part of the memory known to the module as a tensor; disposing the tensor leaves the memory alone. */
function register(backend: WasmBackend, { offset, rows, columns }: HeapMatrix): number {
  const id = backend.dataIdNextNumber++;
  backend.wasm.tfjs.registerTensor(id, rows * columns, offset);
  return id;
}

function shapeBytes({ rows, columns }: HeapMatrix): Uint8Array {
  return new Uint8Array(Int32Array.of(1, rows, columns).buffer);
}

/** The module's own product: (a, shape, rank, b, shape, rank, transpose a, transpose b, out), tensors by number. */
function multiplyOf(backend: WasmBackend) {
  let multiply = WRAPPED.get(backend);
  if (multiply === undefined) {
    multiply = backend.wasm.cwrap('BatchMatMul', null, ['number', 'array', 'number', 'number', 'array', 'number', 'number', 'number', 'number']);
    WRAPPED.set(backend, multiply);
  }
  return multiply;
}
