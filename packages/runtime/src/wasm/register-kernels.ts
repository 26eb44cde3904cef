import * as tf from '@tensorflow/tfjs';
import type { KernelRepair, RunKernel } from './kernel-repair.js';
import { batchMatMul } from './kernels/batch-mat-mul.js';
import { conv2dBackpropFilter } from './kernels/conv2d-backprop-filter.js';
import { conv2dBackpropInput } from './kernels/conv2d-backprop-input.js';
import { gatherV2 } from './kernels/gather-v2.js';
import { identity } from './kernels/identity.js';
import { maxPoolGrad } from './kernels/max-pool-grad.js';
import { sign } from './kernels/sign.js';
import { unsortedSegmentSum } from './kernels/unsorted-segment-sum.js';
import { castToBool } from './repairs/cast-to-bool.js';
import { emptyReductions } from './repairs/empty-reductions.js';
import { explicitPadding } from './repairs/explicit-padding.js';
import { longSums } from './repairs/long-sums.js';
import { stridedCopies } from './repairs/strided-copies.js';
import type { WasmBackend } from './wasm-backend.js';
import type { WasmKernel } from './wasm-kernel.js';

/** Kernels that training needs and that the WebAssembly backend lacks, or whose own are slow or wrong. */
const KERNELS: readonly WasmKernel[] = [
  batchMatMul,
  conv2dBackpropFilter,
  conv2dBackpropInput,
  gatherV2,
  identity,
  maxPoolGrad,
  sign,
  unsortedSegmentSum,
];

/** Kernels that it gets wrong only in some cases. */
const REPAIRS: readonly KernelRepair[] = [castToBool, emptyReductions, explicitPadding, longSums, stridedCopies];

let registered = false;

/** Registers the kernels above with the backend `wasm`, replacing its own; does nothing the second time. */
export function registerKernels(): void {
  if (registered) return;
  registered = true;
  for (const kernel of KERNELS) {
    register(kernel.kernelName, ({ inputs, attributes, backend }) => kernel.run(inputs, attributes, backend));
  }
  for (const repair of REPAIRS) {
    for (const kernelName of repair.kernelNames) {
      const own = kernelOf(kernelName);
      register(kernelName, (call) => repair.run(call, own, kernelName, (other, otherCall) => kernelOf(other)(otherCall) as tf.TensorInfo));
    }
  }
}

/** The kernel currently registered under a name. */
function kernelOf(kernelName: string): RunKernel {
  const { kernelFunc } = tf.getKernel(kernelName, 'wasm');
  return ({ inputs, attributes, backend }) => kernelFunc({ inputs, attrs: attributes, backend });
}

function register(kernelName: string, run: RunKernel): void {
  const own = tf.getKernel(kernelName, 'wasm') as tf.KernelConfig | undefined;
  if (own !== undefined) tf.unregisterKernel(kernelName, 'wasm');
  tf.registerKernel({
    ...own,
    kernelName,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs, backend }) => run({ inputs, attributes: attrs ?? {}, backend: backend as unknown as WasmBackend }),
  });
}
