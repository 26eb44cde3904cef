import * as tf from '@tensorflow/tfjs';
import { registerKernels } from './register-kernels.js';

/** Opens the WebAssembly backend (SIMD, one thread), with the kernels that training needs, and makes it current. */
export async function openWasm(): Promise<void> {
  await import('@tensorflow/tfjs-backend-wasm');
  registerKernels();
  if (!(await tf.setBackend('wasm'))) throw new Error('WebAssembly could not be started');
}
