/** A strided view of the numbers of a tensor. */
export interface StridedView {
  /** The offset of its first number. */
  readonly offset: number;
  /** The size of each axis, the outermost first. */
  readonly shape: readonly number[];
  /** The stride of each axis; negative if it runs backwards. */
  readonly strides: readonly number[];
}

/** Contiguous rows of at least this length are copied as a block. */
const LONG_ROW = 16;

/** Copies the numbers of a view contiguously into `target`, which has the same size. */
export function copyView<T extends Float32Array | Int32Array | Uint8Array>(source: T, view: StridedView, target: T): void {
  if (target.length === 0) return;
  const { offset, shape, strides } = joinAxes(view);
  const last = shape.length - 1;
  const [length, step] = [shape[last] as number, strides[last] as number];
  let written = 0;
  const copyRow = (from: number) => {
    if (step === 1 && length >= LONG_ROW) target.set(source.subarray(from, from + length), written);
    else for (let i = 0, at = from; i < length; i++, at += step) target[written + i] = source[at] as number;
    written += length;
  };
  const copyAxis = (axis: number, from: number) => {
    if (axis === last) {
      copyRow(from);
      return;
    }
    const stride = strides[axis] as number;
    for (let i = 0; i < (shape[axis] as number); i++) copyAxis(axis + 1, from + i * stride);
  };
  copyAxis(0, offset);
}

/** The same view with fewer axes: axes of size one are dropped, and contiguous ones are merged. At least one remains. */
function joinAxes({ offset, shape, strides }: StridedView): StridedView {
  const joined: { size: number; stride: number }[] = [];
  shape.forEach((size, axis) => {
    const stride = strides[axis] as number;
    const outer = joined.at(-1);
    if (outer !== undefined && outer.stride === size * stride) joined.splice(-1, 1, { size: outer.size * size, stride });
    else if (size !== 1) joined.push({ size, stride });
  });
  if (joined.length === 0) joined.push({ size: 1, stride: 1 });
  return { offset, shape: joined.map(({ size }) => size), strides: joined.map(({ stride }) => stride) };
}
