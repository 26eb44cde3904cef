import * as tf from '@tensorflow/tfjs';
import { limitMemory } from './memory-limit.js';
import { registerKernels } from './register-kernels.js';
import type { WasmBackend } from './wasm-backend.js';

/** Opens the WebAssembly backend (SIMD, one thread), with the kernels that training needs, and makes it current. */
export async function openWasm(): Promise<void> {
  await import('@tensorflow/tfjs-backend-wasm');
  registerKernels();
  if (!(await tf.setBackend('wasm'))) throw new Error('WebAssembly could not be started');
  limitMemory(tf.backend() as unknown as WasmBackend);
}
