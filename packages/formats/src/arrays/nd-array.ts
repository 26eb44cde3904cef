import { CmgError, type NdArray } from '@cmg/core';
import type { Dtype, FileArrayData } from './element-type.js';

/** An array read from another program's file: row-major (C order) values with a shape. */
export interface FileArray {
  /** Element type in the file; those of 2-byte floats are widened in `data`. */
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly data: FileArrayData;
}

/** Number of elements of a shape. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

/** Whether a value from a pickle is an array rather than a list, dict or scalar. */
export function isFileArray(value: unknown): value is FileArray {
  return typeof value === 'object' && value !== null && 'dtype' in value && 'shape' in value && 'data' in value;
}

/**
 * Converts to one of the project's own element types: floats and bytes stay as they are, other integers become int32.
 *
 * @param where for messages
 * @throws CmgError if an integer does not fit into 32 bits
 */
export function toNdArray({ dtype, shape, data }: FileArray, where: string): NdArray {
  if (data instanceof Float32Array || data instanceof Float64Array || data instanceof Int32Array || data instanceof Uint8Array) {
    return { shape, data };
  }
  const values = new Int32Array(data.length);
  for (let i = 0; i < values.length; i++) {
    const value = Number(data[i]);
    if (value !== (value | 0)) throw new CmgError(`holds ${data[i]} (${dtype}), which is not a 32-bit integer`, { where });
    values[i] = value;
  }
  return { shape, data: values };
}
