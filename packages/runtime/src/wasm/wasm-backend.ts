import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { Worker } from 'node:worker_threads';

/** The part of tfjs's WebAssembly backend that our kernels use, including what its published types hide or lack. */
export interface WasmBackend extends Pick<
  BackendWasm,
  'makeOutput' | 'disposeData' | 'incRef' | 'getMemoryOffset' | 'typedArrayFromHeap' | 'dataIdMap'
> {
  readonly wasm: WasmModule;
}

/** The WebAssembly module that the backend computes with. */
interface WasmModule {
  /** The memory; a new array after it has grown. */
  readonly HEAPU8: Uint8Array;
  /** Allocates memory: size in bytes -> address, 0 on failure. */
  _malloc(bytes: number): number;
  _free(offset: number): void;
  /** A function of the module by its name, result type and argument types. */
  cwrap(name: string, returns: 'number' | null, parameters: readonly 'number'[]): unknown;
  /** The memory itself if it is shared by threads. */
  readonly wasmMemory?: object;
  /** The module's exports. */
  readonly asm: { readonly memory: object };
}

/** The build of the module with shared memory. */
export interface SharedModule extends WasmModule {
  readonly PThread: { readonly unusedWorkers: Worker[] };
}
