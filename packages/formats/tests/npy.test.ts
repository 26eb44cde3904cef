import { CmgError, type NdArray } from '@cmg/core';
import { decodeNpy, encodeNpy } from '../src/index.js';

const bytes = (array: NdArray) => new Uint8Array(Buffer.concat(encodeNpy(array)));

/** numpy.save of numpy.asfortranarray([[1, 2, 3], [4, 5, 6]], dtype='<i4'). */
const fortran = Buffer.concat([
  Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0]),
  Buffer.from(`{'descr': '<i4', 'fortran_order': True, 'shape': (2, 3), }`.padEnd(117) + '\n'),
  Buffer.from(Int32Array.of(1, 4, 2, 5, 3, 6).buffer),
]);

describe('npy', () => {
  it.each<NdArray>([
    { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6.5) },
    { shape: [3], data: Int32Array.of(-1, 0, 7) },
    { shape: [], data: Float64Array.of(Math.E) },
    { shape: [0, 2], data: new Uint8Array(0) },
  ])('reads back %p', (array) => {
    expect(decodeNpy(bytes(array), 'x.npy')).toEqual(array);
    expect((encodeNpy(array)[0]?.length ?? 0) % 64).toBe(0);
  });

  it('turns Fortran order into C order', () => {
    expect(decodeNpy(fortran, 'x.npy')).toEqual({ shape: [2, 3], data: Int32Array.of(1, 2, 3, 4, 5, 6) });
  });

  it('refuses what is cut, and element types that it does not know', () => {
    const whole = bytes({ shape: [4], data: Float32Array.of(1, 2, 3, 4) });
    for (let length = 0; length < whole.length; length++) {
      expect(() => decodeNpy(whole.slice(0, length), 'x.npy')).toThrow(CmgError);
    }
    const text = Buffer.from(whole).toString('latin1').replace('<f4', '<c8');
    expect(() => decodeNpy(Buffer.from(text, 'latin1'), 'x.npy')).toThrow(/x\.npy: has elements of type '<c8'/);
  });
});
