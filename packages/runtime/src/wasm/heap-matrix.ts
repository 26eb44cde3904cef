import type { TensorInfo } from '@tensorflow/tfjs';
import type { WasmBackend } from './wasm-backend.js';

/** A matrix of floats somewhere in the memory of the WebAssembly module. */
export interface HeapMatrix {
  /** Where it begins, in bytes. */
  readonly offset: number;
  readonly rows: number;
  readonly columns: number;
  /** Whether it lies there column by column, as the transpose of what a tensor holds; else row by row. */
  readonly transposed?: boolean;
}

/** The `index`th matrix of a tensor read as a stack of matrices of this size. */
export function matrixOf(backend: WasmBackend, tensor: TensorInfo, rows: number, columns: number, index = 0): HeapMatrix {
  const bytes = Float32Array.BYTES_PER_ELEMENT * rows * columns * index;
  return { offset: backend.getMemoryOffset(tensor.dataId) + bytes, rows, columns };
}

/** The numbers of a matrix; to be taken anew after every allocation, since memory that grows moves. */
export function numbersOf(backend: WasmBackend, { offset, rows, columns }: HeapMatrix): Float32Array {
  return new Float32Array(backend.wasm.HEAPU8.buffer, offset, rows * columns);
}

/** Gives `use` a matrix of its own for as long as it runs; it holds whatever the memory held. */
export function withScratch<T>(backend: WasmBackend, rows: number, columns: number, use: (scratch: HeapMatrix) => T): T {
  const { dataId } = backend.makeOutput([rows, columns], 'float32');
  try {
    return use({ offset: backend.getMemoryOffset(dataId), rows, columns });
  } finally {
    backend.disposeData(dataId);
  }
}
