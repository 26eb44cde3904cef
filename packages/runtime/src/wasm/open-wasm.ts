import * as tf from '@tensorflow/tfjs';
import type * as TfjsWasm from '@tensorflow/tfjs-backend-wasm';
import { limitMemory } from './memory-limit.js';
import { registerKernels } from './register-kernels.js';
import { startThreadedModule } from './threaded-module.js';
import type { ThreadedModule, WasmBackend } from './wasm-backend.js';
import { wasmThreads } from '../threads.js';

/** As tfjs ranks its own. */
const PRIORITY = 2;

/**
 * Opens the WebAssembly backend (SIMD) with the kernels that training needs, and makes it current. Where its threads do not start
 * it has one, and says so.
 *
 * @returns how many threads it has
 */
export async function openWasm(threads: number = wasmThreads()): Promise<number> {
  const tfjsWasm = await import('@tensorflow/tfjs-backend-wasm');
  if (threads > 1 && !('wasm' in tf.engine().registry)) {
    try {
      registerThreaded(tfjsWasm, await startThreadedModule(threads), threads);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      process.stderr.write(`WebAssembly computes with one thread, since more did not start: ${reason} (CMG_WASM_THREADS=1 asks for one)\n`);
    }
  }
  registerKernels();
  if (!(await tf.setBackend('wasm'))) throw new Error('WebAssembly could not be started');
  const backend = tf.backend() as unknown as WasmBackend;
  limitMemory(backend);
  return releaseThreads(backend.wasm);
}

/** Has tfjs compute with this module when it opens the backend. */
function registerThreaded({ BackendWasm, setThreadsCount }: typeof TfjsWasm, module: ThreadedModule, threads: number): void {
  const tfjs = {
    initWithThreadsCount: module.cwrap('init_with_threads_count', null, ['number']),
    getThreadsCount: module.cwrap('get_threads_count', 'number', []),
    registerTensor: module.cwrap('register_tensor', null, ['number', 'number', 'number']),
    disposeData: module.cwrap('dispose_data', null, ['number']),
    dispose: module.cwrap('dispose', null, []),
  };
  setThreadsCount(threads);
  tf.removeBackend('wasm');
  tf.registerBackend('wasm', () => new BackendWasm(Object.assign(module, { tfjs }) as never), PRIORITY);
}

/** Lets the process end although threads wait for work, and ends those that got none; returns how many there are. */
function releaseThreads({ PThread }: Partial<ThreadedModule>): number {
  for (const worker of PThread?.runningWorkers ?? []) worker.unref();
  for (const worker of PThread?.unusedWorkers.splice(0) ?? []) void worker.terminate();
  return 1 + (PThread?.runningWorkers.length ?? 0);
}
