import * as tf from '@tensorflow/tfjs';

/** Opens the WebAssembly backend (SIMD, one thread) and makes it current. */
export async function openWasm(): Promise<void> {
  await import('@tensorflow/tfjs-backend-wasm');
  if (!(await tf.setBackend('wasm'))) throw new Error('WebAssembly could not be started');
}
