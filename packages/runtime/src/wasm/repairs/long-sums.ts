import * as tf from '@tensorflow/tfjs';
import type { KernelCall, KernelRepair, RunByName } from '../kernel-repair.js';

/** So many numbers may be added one after the other in 32 bits: the sum is then right to about 1e-6. */
const SHORT = 2048;

/**
 * Sums and means of many numbers. The module adds them one after the other in 32 bits, so that small ones are lost beside the
 * growing sum: of a million squares 4e-4, of 20 million 3 %. Here they are added in 64 bits, in the same time.
 */
export const longSums: KernelRepair = {
  kernelNames: ['Sum', 'Mean'],
  run(call, own, kernelName, byName) {
    const { x } = call.inputs as { readonly x: tf.TensorInfo };
    const axes = tf.util.parseAxisParam(call.attributes['axis'] as number | number[], x.shape);
    const [outShape, reduceShape] = tf.backend_util.computeOutAndReduceShapes(x.shape, axes);
    const count = tf.util.sizeFromShape(reduceShape);
    if (x.dtype !== 'float32' || count <= SHORT) return own(call);
    const shape = call.attributes['keepDims'] === true ? tf.backend_util.expandShapeToKeepDim(outShape, axes) : outShape;
    return reduced(call, byName, axes, shape, kernelName === 'Mean' ? count : 1, count);
  },
};

/** Sums of `count` numbers each, divided by `divisor`. */
function reduced(call: KernelCall, byName: RunByName, axes: number[], shape: number[], divisor: number, count: number): tf.TensorInfo {
  const { backend, inputs } = call;
  const { x } = inputs as { readonly x: tf.TensorInfo };
  const perm = tf.backend_util.getAxesPermutation(axes, x.shape.length);
  const rows = perm === null ? x : byName('Transpose', { inputs: { x }, attributes: { perm }, backend });
  const out = backend.makeOutput(shape, 'float32');
  const values = backend.typedArrayFromHeap(rows);
  backend.typedArrayFromHeap(out).forEach((_, row, sums) => {
    let sum = 0;
    for (let i = row * count; i < (row + 1) * count; i++) sum += values[i] as number;
    sums[row] = sum / divisor;
  });
  if (rows !== x) backend.disposeData(rows.dataId);
  return out;
}
