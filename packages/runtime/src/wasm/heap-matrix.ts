import type { TensorInfo } from '@tensorflow/tfjs';
import type { WasmBackend } from './wasm-backend.js';

/** A matrix of floats in the memory of the WebAssembly module. */
export interface HeapMatrix {
  /** Its address in bytes. */
  readonly offset: number;
  readonly rows: number;
  readonly columns: number;
  /** Whether it is stored column by column, as the transpose of a tensor's content; else row by row. */
  readonly transposed?: boolean;
}

/** The `index`th matrix of a tensor read as a stack of matrices of this size. */
export function matrixOf(backend: WasmBackend, tensor: TensorInfo, rows: number, columns: number, index = 0): HeapMatrix {
  const bytes = Float32Array.BYTES_PER_ELEMENT * rows * columns * index;
  return { offset: backend.getMemoryOffset(tensor.dataId) + bytes, rows, columns };
}

/** The numbers of a matrix; to be fetched again after every allocation, since growing memory moves. */
export function numbersOf(backend: WasmBackend, { offset, rows, columns }: HeapMatrix): Float32Array {
  return new Float32Array(backend.wasm.HEAPU8.buffer, offset, rows * columns);
}

/** Passes `use` a temporary, uninitialised matrix. */
export function withScratch<T>(backend: WasmBackend, rows: number, columns: number, use: (scratch: HeapMatrix) => T): T {
  const { dataId } = backend.makeOutput([rows, columns], 'float32');
  try {
    return use({ offset: backend.getMemoryOffset(dataId), rows, columns });
  } finally {
    backend.disposeData(dataId);
  }
}
