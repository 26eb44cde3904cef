import type { TensorInfo } from '@tensorflow/tfjs';
import type { WasmKernel } from '../wasm-kernel.js';

/** The same numbers under another name: nothing is changed in place, so no copy is needed. */
export const identity: WasmKernel = {
  kernelName: 'Identity',
  run(inputs, _attributes, backend) {
    const { dataId, shape, dtype } = inputs['x'] as TensorInfo;
    backend.incRef(dataId);
    return { dataId, shape, dtype };
  },
};
