import * as tf from '@tensorflow/tfjs';
import type { WasmKernel } from '../wasm-kernel.js';

/** `gather`: slices of `x` along an axis by their indices, copied slice by slice, while the module copies number by number. */
export const gatherV2: WasmKernel = {
  kernelName: 'GatherV2',
  run({ x, indices }, { axis, batchDims }, backend) {
    if (x === undefined || indices === undefined) throw new Error('gather needs x and indices');
    const along = tf.util.parseAxisParam(axis as number, x.shape)[0] as number;
    const { batchSize, outerSize, dimSize, sliceSize, outputShape } = tf.backend_util.segment_util.collectGatherOpShapeInfo(
      x,
      indices,
      along,
      batchDims as number,
    );
    const out = backend.makeOutput(outputShape, x.dtype);
    const [source, target, chosen] = [x, out, indices].map((tensor) => backend.typedArrayFromHeap(tensor)) as [Numbers, Numbers, Numbers];
    const count = chosen.length / batchSize;
    let written = 0;
    for (let row = 0; row < batchSize * outerSize; row++) {
      const first = Math.floor(row / outerSize) * count;
      for (let i = first; i < first + count; i++, written += sliceSize) {
        const index = chosen[i] as number;
        tf.util.assert(index >= 0 && index < dimSize, () => `gather: the index ${index} is not in [0, ${dimSize - 1}]`);
        const from = (row * dimSize + index) * sliceSize;
        target.set(source.subarray(from, from + sliceSize), written);
      }
    }
    return out;
  },
};

type Numbers = Float32Array;
