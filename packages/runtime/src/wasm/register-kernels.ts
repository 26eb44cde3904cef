import * as tf from '@tensorflow/tfjs';
import { CONVOLUTIONS, withExplicitPadding } from './explicit-padding.js';
import { batchMatMul } from './kernels/batch-mat-mul.js';
import { conv2dBackpropFilter } from './kernels/conv2d-backprop-filter.js';
import { conv2dBackpropInput } from './kernels/conv2d-backprop-input.js';
import { maxPoolGrad } from './kernels/max-pool-grad.js';
import { unsortedSegmentSum } from './kernels/unsorted-segment-sum.js';
import type { WasmBackend } from './wasm-backend.js';
import type { WasmKernel } from './wasm-kernel.js';

/** What training needs of the WebAssembly backend and it lacks, does slowly or does wrong. */
const KERNELS: readonly WasmKernel[] = [batchMatMul, conv2dBackpropFilter, conv2dBackpropInput, maxPoolGrad, unsortedSegmentSum];

let registered = false;

/** Gives the backend `wasm` the kernels above, in place of its own where it has them; does nothing the second time. */
export function registerKernels(): void {
  if (registered) return;
  registered = true;
  for (const { kernelName, run } of KERNELS) {
    register(kernelName, ({ inputs, attrs, backend }) => run(inputs, attrs ?? {}, backend as unknown as WasmBackend));
  }
  for (const name of CONVOLUTIONS) {
    const convolve = tf.getKernel(name, 'wasm').kernelFunc;
    register(name, ({ inputs, attrs, backend }) => convolve({ inputs, attrs: withExplicitPadding(inputs, attrs ?? {}), backend }));
  }
}

function register(kernelName: string, kernelFunc: tf.KernelFunc): void {
  const own = tf.getKernel(kernelName, 'wasm');
  if (own !== undefined) tf.unregisterKernel(kernelName, 'wasm');
  tf.registerKernel({ ...own, kernelName, backendName: 'wasm', kernelFunc });
}
