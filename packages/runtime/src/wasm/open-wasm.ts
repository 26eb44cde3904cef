import * as tf from '@tensorflow/tfjs';
import type * as TfjsWasm from '@tensorflow/tfjs-backend-wasm';
import { limitMemory } from './memory-limit.js';
import { addMultiplier } from './multiply-matrices.js';
import { registerKernels } from './register-kernels.js';
import { startSharedModule } from './shared-module.js';
import type { SharedModule, WasmBackend } from './wasm-backend.js';
import { wasmThreads } from '../threads.js';

/** The priority that tfjs gives its own. */
const PRIORITY = 2;

/**
 * Opens the WebAssembly backend (SIMD) with the kernels that training needs, and makes it current. If its threads do not start it
 * uses one, and warns.
 *
 * @returns the number of threads
 */
export async function openWasm(threads: number = wasmThreads()): Promise<number> {
  const tfjsWasm = await import('@tensorflow/tfjs-backend-wasm');
  if (threads > 1 && !('wasm' in tf.engine().registry)) {
    try {
      registerShared(tfjsWasm, await startSharedModule());
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      process.stderr.write(
        `WebAssembly uses a single thread, since more did not start: ${reason} (set CMG_WASM_THREADS=1 to silence this)\n`,
      );
    }
  }
  registerKernels();
  if (!(await tf.setBackend('wasm'))) throw new Error('WebAssembly could not be started');
  const backend = tf.backend() as unknown as WasmBackend;
  limitMemory(backend);
  return addMultiplier(backend, threads);
}

/**
 * Makes tfjs use this module when it opens the backend. The module's own threads stay off: they would only help with products,
 * which `Multiplier` computes, and would compete with it.
 */
function registerShared({ BackendWasm, setThreadsCount }: typeof TfjsWasm, module: SharedModule): void {
  const tfjs = {
    initWithThreadsCount: module.cwrap('init_with_threads_count', null, ['number']),
    getThreadsCount: module.cwrap('get_threads_count', 'number', []),
    registerTensor: module.cwrap('register_tensor', null, ['number', 'number', 'number']),
    disposeData: module.cwrap('dispose_data', null, ['number']),
    dispose: module.cwrap('dispose', null, []),
  };
  setThreadsCount(1);
  tf.removeBackend('wasm');
  tf.registerBackend('wasm', () => new BackendWasm(Object.assign(module, { tfjs }) as never), PRIORITY);
}
