import { CmgError } from '@cmg/core';
import { toNumberArray } from '../src/arrays/number-array.js';

const values = (data: unknown) => toNumberArray(data, [3], 'a.h5').data;

describe('toNumberArray', () => {
  it('has integers of 64 bits exactly, up to 2^53', () => {
    expect(values(BigInt64Array.of(-1n, 2n ** 40n + 3n, -(2n ** 53n) + 1n))).toEqual(
      Float64Array.of(-1, 1099511627779, Number.MIN_SAFE_INTEGER),
    );
    expect(values(BigUint64Array.of(0n, 2n ** 31n, 2n ** 53n - 1n))).toEqual(Float64Array.of(0, 2147483648, Number.MAX_SAFE_INTEGER));
    expect(values(new BigInt64Array([9n, 5n, -7n]).subarray(1))).toEqual(Float64Array.of(5, -7));
    for (const data of [BigInt64Array.of(-(2n ** 53n)), BigUint64Array.of(2n ** 63n)])
      expect(() => values(data)).toThrow(/a\.h5: contains integers beyond 2\^53/);
  });

  it('has floats as float32, other integers as float64, and nothing else', () => {
    expect(values(Float64Array.of(0.5, 1, 2))).toEqual(Float32Array.of(0.5, 1, 2));
    expect(values(Int8Array.of(-1, 0, 1))).toEqual(Float64Array.of(-1, 0, 1));
    expect(() => values(['a'])).toThrow(CmgError);
  });
});
