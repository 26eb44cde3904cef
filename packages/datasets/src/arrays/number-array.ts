import { CmgError } from '@cmg/core';
import type { NumberArray } from './array-source.js';

type Typed = Exclude<NodeJS.TypedArray, Uint8ClampedArray>;

/**
 * Elements of any numeric type as {@link NumberArray}: floats as float32, integers and booleans as float64.
 *
 * @param where for messages
 * @throws CmgError if the elements are not numbers, or an integer is beyond 2^53
 */
export function toNumberArray(data: unknown, shape: readonly number[], where: string): NumberArray {
  if (data instanceof Float32Array) return { shape, data };
  if (data instanceof Float64Array) return { shape, data: Float32Array.from(data) };
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    const values = fromInt64(data);
    if (!values.every(Number.isSafeInteger)) throw new CmgError('contains integers beyond 2^53', { where });
    return { shape, data: values };
  }
  if (!ArrayBuffer.isView(data)) {
    throw new CmgError('does not contain numbers', { where, hint: 'Expected an array of floats, integers or booleans.' });
  }
  return { shape, data: Float64Array.from(data as Typed as Iterable<never>, Number) };
}

/** From two 32-bit halves: a BigInt for each of a million labels would be 40 MB of garbage. */
function fromInt64({ buffer, byteOffset, length, constructor }: BigInt64Array | BigUint64Array): Float64Array {
  const lower = new Uint32Array(buffer, byteOffset, 2 * length);
  const upper = constructor === BigInt64Array ? new Int32Array(buffer, byteOffset, 2 * length) : lower;
  return Float64Array.from({ length }, (_, i) => (upper[2 * i + 1] as number) * 2 ** 32 + (lower[2 * i] as number));
}
