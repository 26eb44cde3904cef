import type { TensorInfo } from '@tensorflow/tfjs';
import type { WasmKernel } from '../wasm-kernel.js';

/** -1, 0 or 1, and 0 for NaN. The module branches on each number, which a processor cannot predict. */
export const sign: WasmKernel = {
  kernelName: 'Sign',
  run(inputs, _attributes, backend) {
    const x = inputs['x'] as TensorInfo;
    const out = backend.makeOutput(x.shape, x.dtype);
    const values = backend.typedArrayFromHeap(x);
    const signs = backend.typedArrayFromHeap(out);
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      signs[i] = Number(value > 0) - Number(value < 0);
    }
    return out;
  },
};
