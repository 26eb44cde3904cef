/** The numbers of a tensor in an order of its own. */
export interface StridedView {
  /** Where its first number is. */
  readonly offset: number;
  /** How many places there are along each axis, the outermost first. */
  readonly shape: readonly number[];
  /** How far apart they are along each axis; negative where it runs backwards. */
  readonly strides: readonly number[];
}

/** From this length a row without gaps is copied as one piece of memory. */
const LONG_ROW = 16;

/** Writes the numbers of a view one after the other into `target`, which has as many. */
export function copyView<T extends Float32Array | Int32Array | Uint8Array>(source: T, view: StridedView, target: T): void {
  if (target.length === 0) return;
  const { offset, shape, strides } = joinAxes(view);
  const last = shape.length - 1;
  const [length, step] = [shape[last] as number, strides[last] as number];
  let written = 0;
  const copyRow = (from: number) => {
    if (step === 1 && length >= LONG_ROW) target.set(source.subarray(from, from + length) as T, written);
    else for (let i = 0, at = from; i < length; i++, at += step) target[written + i] = source[at] as number;
    written += length;
  };
  const copyAxis = (axis: number, from: number) => {
    if (axis === last) return copyRow(from);
    const stride = strides[axis] as number;
    for (let i = 0; i < (shape[axis] as number); i++) copyAxis(axis + 1, from + i * stride);
  };
  copyAxis(0, offset);
}

/** The same view with fewer axes: those of one place are left out, and those that run on into each other are one. At least one. */
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
