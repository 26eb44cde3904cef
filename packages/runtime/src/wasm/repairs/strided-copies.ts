import * as tf from '@tensorflow/tfjs';
import type { KernelRepair } from '../kernel-repair.js';
import { copyView, type StridedView } from '../strided-view.js';
import type { WasmBackend } from '../wasm-backend.js';

/** The view of the input that an output shows; its shape differs if axes are added or removed. */
type Part = StridedView & { readonly outShape?: readonly number[] };

/**
 * Kernels that only move numbers. The module copies the entire input for each slice, and takes 50 ns per number to transpose more
 * than four axes or to reverse; for booleans `reverse` writes out of bounds, and `stridedSlice` labels every result float32.
 */
export const stridedCopies: KernelRepair = {
  kernelNames: ['Slice', 'SplitV', 'Unpack', 'StridedSlice', 'Reverse', 'Transpose'],
  run(call, own, kernelName) {
    const x = (call.inputs['x'] ?? call.inputs['value']) as tf.TensorInfo;
    const parts = x.dtype === 'string' ? undefined : PARTS[kernelName]?.(x, call.attributes);
    if (parts === undefined) return own(call);
    const outputs = parts.map((part) => copied(call.backend, x, part));
    return kernelName === 'SplitV' || kernelName === 'Unpack' ? outputs : (outputs[0] as tf.TensorInfo);
  },
};

/** The outputs of each kernel; none if the module is faster. */
const PARTS: Readonly<Record<string, (x: tf.TensorInfo, attributes: tf.NamedAttrMap) => Part[] | undefined>> = {
  Slice(x, { begin, size }) {
    const [start, shape] = tf.slice_util.parseSliceParams(x, begin as number[], size as number[]) as [number[], number[]];
    return [{ offset: placeOf(x, start), shape, strides: stridesOf(x.shape) }];
  },

  SplitV(x, { axis, numOrSizeSplits }) {
    const along = tf.util.parseAxisParam(axis as number, x.shape)[0] as number;
    const strides = stridesOf(x.shape);
    let start = 0;
    return tf.backend_util.prepareSplitSize(x as tf.Tensor, numOrSizeSplits as number[], along).map((size) => {
      const part = { offset: start * (strides[along] as number), shape: x.shape.with(along, size), strides };
      start += size;
      return part;
    });
  },

  Unpack(x, { axis }) {
    const along = tf.util.parseAxisParam(axis as number, x.shape)[0] as number;
    const strides = stridesOf(x.shape);
    const [shape, others] = [x.shape, strides].map((values) => values.toSpliced(along, 1)) as [number[], number[]];
    return Array.from({ length: x.shape[along] as number }, (_, i) => ({ offset: i * (strides[along] as number), shape, strides: others }));
  },

  StridedSlice(x, attributes) {
    const { begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } =
      attributes as unknown as tf.StridedSliceAttrs;
    const info = tf.slice_util.sliceInfo(x.shape, begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask);
    const shape = tf.slice_util.computeOutShape(info.begin, info.end, info.strides);
    const steps = stridesOf(x.shape).map((stride, axis) => stride * (info.strides[axis] as number));
    return [{ offset: placeOf(x, info.begin), shape, strides: steps, outShape: info.finalShape }];
  },

  Reverse(x, { dims }) {
    const backwards = new Set(tf.util.parseAxisParam(dims as number[], x.shape));
    const strides = stridesOf(x.shape);
    const last = x.shape.map((size, axis) => (backwards.has(axis) ? size - 1 : 0));
    return [{ offset: placeOf(x, last), shape: x.shape, strides: strides.map((stride, axis) => (backwards.has(axis) ? -stride : stride)) }];
  },

  Transpose(x, { perm }) {
    const order = perm as number[];
    const rank = x.shape.length;
    if (rank <= 4 && order[rank - 1] !== rank - 1) return undefined;
    const strides = stridesOf(x.shape);
    const pick = (values: readonly number[]) => order.map((axis) => values[axis] as number);
    return [{ offset: 0, shape: pick(x.shape), strides: pick(strides) }];
  },
};

function copied(backend: WasmBackend, x: tf.TensorInfo, { outShape, ...view }: Part): tf.TensorInfo {
  const out = backend.makeOutput([...(outShape ?? view.shape)], x.dtype);
  copyView(backend.typedArrayFromHeap(x), view, backend.typedArrayFromHeap(out));
  return out;
}

/** The strides of a tensor, in numbers. */
function stridesOf(shape: readonly number[]): number[] {
  return shape.map((_, axis) => tf.util.sizeFromShape(shape.slice(axis + 1)));
}

/** The offset of the number with these indices. */
function placeOf({ shape }: tf.TensorInfo, indices: readonly number[]): number {
  return stridesOf(shape).reduce((place, stride, axis) => place + stride * (indices[axis] as number), 0);
}
