import type * as tf from '@tensorflow/tfjs';
import type { WasmBackend } from './wasm-backend.js';

/** The arguments and the result of a kernel. */
export interface KernelCall {
  readonly inputs: tf.NamedTensorInfoMap;
  readonly attributes: tf.NamedAttrMap;
  readonly backend: WasmBackend;
}

/** Runs the module's own kernel. */
export type RunKernel = (call: KernelCall) => tf.TensorInfo | tf.TensorInfo[];

/** Calls any kernel of the WebAssembly backend by name, repaired if necessary. */
export type RunByName = (kernelName: string, call: KernelCall) => tf.TensorInfo;

/** Fixes kernels of the module in the cases that they get wrong, and passes other cases through. */
export interface KernelRepair {
  readonly kernelNames: readonly string[];
  run(call: KernelCall, own: RunKernel, kernelName: string, byName: RunByName): tf.TensorInfo | tf.TensorInfo[];
}
