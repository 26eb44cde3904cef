import type * as tf from '@tensorflow/tfjs';
import type { WasmBackend } from './wasm-backend.js';

/** What a kernel is called with, and what it returns. */
export interface KernelCall {
  readonly inputs: tf.NamedTensorInfoMap;
  readonly attributes: tf.NamedAttrMap;
  readonly backend: WasmBackend;
}

/** Runs a kernel of the module as it is. */
export type RunKernel = (call: KernelCall) => tf.TensorInfo | tf.TensorInfo[];

/** Calls any kernel of the WebAssembly backend by name, repaired where it has to be. */
export type RunByName = (kernelName: string, call: KernelCall) => tf.TensorInfo;

/** Makes some kernels of the module right in the cases that they get wrong, and leaves the others to them. */
export interface KernelRepair {
  readonly kernelNames: readonly string[];
  run(call: KernelCall, own: RunKernel, kernelName: string, byName: RunByName): tf.TensorInfo | tf.TensorInfo[];
}
