import * as tf from '@tensorflow/tfjs';
import type { KernelRepair } from '../kernel-repair.js';

/** TensorFlow's results for empty input. */
const OF_NOTHING: Readonly<Record<string, number>> = { Sum: 0, Prod: 1, Mean: Number.NaN, Max: -Infinity, Min: Infinity, All: 1, Any: 0 };

/** Reductions of an empty tensor, for which the module returns uninitialised memory. */
export const emptyReductions: KernelRepair = {
  kernelNames: Object.keys(OF_NOTHING),
  run(call, own, kernelName) {
    const out = own(call) as tf.TensorInfo;
    const x = call.inputs['x'];
    if (x !== undefined && tf.util.sizeFromShape(x.shape) === 0)
      call.backend.typedArrayFromHeap(out).fill(OF_NOTHING[kernelName] as number);
    return out;
  },
};
