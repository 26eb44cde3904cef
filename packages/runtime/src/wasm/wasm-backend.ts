import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { Worker } from 'node:worker_threads';

/** Of tfjs's WebAssembly backend what our kernels use, with what its published types hide or lack. */
export interface WasmBackend extends Pick<BackendWasm, 'makeOutput' | 'disposeData' | 'incRef' | 'getMemoryOffset' | 'typedArrayFromHeap' | 'dataIdMap'> {
  /** The number that the next tensor gets. */
  dataIdNextNumber: number;
  readonly wasm: WasmModule & {
    readonly tfjs: {
      registerTensor(id: number, size: number, offset: number): void;
      disposeData(id: number): void;
    };
  };
}

/** The WebAssembly module that the backend computes with. */
export interface WasmModule {
  /** The memory; a new array whenever the memory has grown. */
  readonly HEAPU8: Uint8Array;
  /** A piece of the memory: its size in bytes -> where it begins, 0 where there is none. */
  _malloc(bytes: number): number;
  _free(offset: number): void;
  /** A function of the module by its name and the types of what it returns and takes. */
  cwrap(name: string, returns: 'number' | null, parameters: readonly ('number' | 'array')[]): (...values: unknown[]) => void;
}

/** The build of the module with threads, which are workers of Node. */
export interface ThreadedModule extends WasmModule {
  readonly PThread: {
    /** Those that run a thread of the module. */
    readonly runningWorkers: readonly ModuleWorker[];
    /** Those that were given none. */
    readonly unusedWorkers: ModuleWorker[];
  };
}

type ModuleWorker = Worker & { onerror: (error: Error) => void };
