import type { FileArrayData } from './element-type.js';
import { sizeOf } from './nd-array.js';

/** Where the elements of a view are in a flat array, all counted in elements. */
export interface View {
  readonly offset: number;
  readonly shape: readonly number[];
  /** Elements between neighbours along each axis; never negative. */
  readonly strides: readonly number[];
}

/** Strides of a row-major (C order) array. */
export function rowMajorStrides(shape: readonly number[]): number[] {
  return shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
}

/** Strides of a column-major (Fortran order) array. */
export function columnMajorStrides(shape: readonly number[]): number[] {
  return shape.map((_, axis) => sizeOf(shape.slice(0, axis)));
}

/** Whether the view's elements are contiguous in row-major order. Axes of length 1 may have any stride. */
export function isContiguous({ shape, strides }: View): boolean {
  const expected = rowMajorStrides(shape);
  return sizeOf(shape) === 0 || shape.every((n, axis) => n === 1 || strides[axis] === expected[axis]);
}

/** Index of the last element plus one: how long the flat array must be. */
export function extentOf({ offset, shape, strides }: View): number {
  return sizeOf(shape) === 0 ? offset : offset + 1 + shape.reduce((sum, n, axis) => sum + (n - 1) * (strides[axis] ?? 0), 0);
}

/**
 * The view's elements in row-major order: a subarray of `data` if they are contiguous, otherwise a copy.
 * The caller must have checked that `extentOf(view)` is within `data`.
 */
export function viewOf<T extends FileArrayData>(data: T, view: View): T {
  const { offset, shape, strides } = view;
  const size = sizeOf(shape);
  if (isContiguous(view)) return data.subarray(offset, offset + size) as T;
  const out = new (data.constructor as new (length: number) => T)(size);
  const index = shape.map(() => 0);
  let at = offset;
  for (let i = 0; i < size; i++) {
    out[i] = data[at] as never;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const stride = strides[axis] ?? 0;
      index[axis] = (index[axis] ?? 0) + 1;
      at += stride;
      if ((index[axis] ?? 0) < (shape[axis] ?? 0)) break;
      at -= stride * (shape[axis] ?? 0);
      index[axis] = 0;
    }
  }
  return out;
}
