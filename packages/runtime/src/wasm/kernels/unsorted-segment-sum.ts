import * as tf from '@tensorflow/tfjs';
import type { WasmKernel } from '../wasm-kernel.js';

/**
 * Sums the rows of `x` by segment, [N, ...] with N segment numbers -> [numSegments, ...]: the gradient of `gather`.
 * Rows whose segment number is out of range are ignored. Rows are added in order, so the result is repeatable.
 */
export const unsortedSegmentSum: WasmKernel = {
  kernelName: 'UnsortedSegmentSum',
  run({ x, segmentIds }, { numSegments }, backend) {
    if (x === undefined || segmentIds === undefined) throw new Error('unsortedSegmentSum needs x and segmentIds');
    const segments = numSegments as number;
    const rowShape = x.shape.slice(segmentIds.shape.length);
    const width = tf.util.sizeFromShape(rowShape);
    const out = backend.makeOutput([segments, ...rowShape], x.dtype);
    const sums = backend.typedArrayFromHeap(out).fill(0);
    const rows = backend.typedArrayFromHeap(x);
    backend.typedArrayFromHeap(segmentIds).forEach((segment, row) => {
      if (segment < 0 || segment >= segments) return;
      const source = row * width;
      const target = segment * width;
      for (let i = 0; i < width; i++) sums[target + i] = (sums[target + i] as number) + (rows[source + i] as number);
    });
    return out;
  },
};
