import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** Of tfjs's WebAssembly backend what our kernels use, with what its published types hide or lack. */
export interface WasmBackend extends Pick<BackendWasm, 'makeOutput' | 'disposeData' | 'getMemoryOffset' | 'typedArrayFromHeap' | 'dataIdMap'> {
  /** The number that the next tensor gets. */
  dataIdNextNumber: number;
  readonly wasm: {
    /** The memory; a new array whenever the memory has grown. */
    readonly HEAPU8: Uint8Array;
    /** A piece of the memory: its size in bytes -> where it begins, 0 where there is none. */
    _malloc(bytes: number): number;
    _free(offset: number): void;
    /** A function of the module by its name and the types of its parameters. */
    cwrap(name: string, returns: null, parameters: readonly ('number' | 'array')[]): (...values: unknown[]) => void;
    readonly tfjs: {
      registerTensor(id: number, size: number, offset: number): void;
      disposeData(id: number): void;
    };
  };
}
