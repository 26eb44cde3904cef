import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { Worker } from 'node:worker_threads';

/** Of tfjs's WebAssembly backend what our kernels use, with what its published types hide or lack. */
export interface WasmBackend extends Pick<BackendWasm, 'makeOutput' | 'disposeData' | 'incRef' | 'getMemoryOffset' | 'typedArrayFromHeap' | 'dataIdMap'> {
  readonly wasm: WasmModule;
}

/** The WebAssembly module that the backend computes with. */
export interface WasmModule {
  /** The memory; a new array whenever the memory has grown. */
  readonly HEAPU8: Uint8Array;
  /** A piece of the memory: its size in bytes -> where it begins, 0 where there is none. */
  _malloc(bytes: number): number;
  _free(offset: number): void;
  /** A function of the module by its name and the types of what it returns and takes. */
  cwrap(name: string, returns: 'number' | null, parameters: readonly 'number'[]): unknown;
  /** The memory itself where threads share it. */
  readonly wasmMemory?: object;
  /** What the module exports. */
  readonly asm: { readonly memory: object };
}

/** The build of the module whose memory threads can share. */
export interface SharedModule extends WasmModule {
  readonly PThread: { readonly unusedWorkers: Worker[] };
}
