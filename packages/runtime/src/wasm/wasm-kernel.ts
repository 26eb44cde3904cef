import type * as tf from '@tensorflow/tfjs';
import type { WasmBackend } from './wasm-backend.js';

/** One of our kernels for the WebAssembly backend. */
export interface WasmKernel {
  /** The name by which tfjs calls it. */
  readonly kernelName: string;
  /** Computes the one output from the inputs and attributes that tfjs defines for the kernel. */
  run(inputs: tf.NamedTensorInfoMap, attributes: tf.NamedAttrMap, backend: WasmBackend): tf.TensorInfo;
}
