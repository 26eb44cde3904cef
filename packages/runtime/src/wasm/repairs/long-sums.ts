import * as tf from '@tensorflow/tfjs';
import type { KernelCall, KernelRepair, RunByName } from '../kernel-repair.js';
import type { WasmBackend } from '../wasm-backend.js';

type Numbers = ReturnType<WasmBackend['typedArrayFromHeap']>;

/** The most numbers that are summed sequentially in 32 bits: the sum is then accurate to about 1e-6. */
const SHORT = 2048;

/**
 * Sums and means of many numbers. The module adds them sequentially in 32 bits, so that small ones are lost against the
 * growing sum: 4e-4 for a million squares, 3 % for 20 million. Here they are added in 64 bits, in the same time.
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
  const out = backend.makeOutput(shape, 'float32');
  if (axes.length < x.shape.length && axes.every((axis) => axis < axes.length)) {
    backend.typedArrayFromHeap(out).set(sumsOfColumns(backend.typedArrayFromHeap(x), count).map((sum) => sum / divisor));
    return out;
  }
  const perm = tf.backend_util.getAxesPermutation(axes, x.shape.length);
  const rows = perm === null ? x : byName('Transpose', { inputs: { x }, attributes: { perm }, backend });
  const values = backend.typedArrayFromHeap(rows);
  const sums = backend.typedArrayFromHeap(out);
  for (let row = 0; row < sums.length; row++) sums[row] = sumOfRow(values, row * count, count) / divisor;
  if (rows !== x) backend.disposeData(rows.dataId);
  return out;
}

/** The sum of consecutive numbers, as four partial sums, so that a processor need not wait for one addition to start the next. */
function sumOfRow(values: Numbers, first: number, count: number): number {
  const end = first + count;
  let [a, b, c, d] = [0, 0, 0, 0];
  let i = first;
  for (; i + 4 <= end; i += 4) {
    a += values[i] as number;
    b += values[i + 1] as number;
    c += values[i + 2] as number;
    d += values[i + 3] as number;
  }
  for (; i < end; i++) a += values[i] as number;
  return a + b + c + d;
}

/** Sums over the first axes, in the order of memory. */
function sumsOfColumns(values: Numbers, count: number): Float64Array {
  const sums = new Float64Array(values.length / count);
  for (let row = 0, i = 0; row < count; row++) {
    for (let column = 0; column < sums.length; column++, i++) sums[column] = (sums[column] as number) + (values[i] as number);
  }
  return sums;
}
