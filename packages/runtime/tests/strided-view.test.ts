import * as fc from 'fast-check';
import { copyView } from '../src/wasm/strided-view.js';

const copied = (length: number, offset: number, shape: number[], strides: number[]) => {
  const source = Float32Array.from({ length }, (_, i) => i);
  const target = new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(-1);
  copyView(source, { offset, shape, strides }, target);
  return [...target];
};

test('a view in the order of memory, a transposed one, one backwards, a repeated row, one number, none', () => {
  expect(copied(6, 0, [2, 3], [3, 1])).toEqual([0, 1, 2, 3, 4, 5]);
  expect(copied(6, 0, [3, 2], [1, 3])).toEqual([0, 3, 1, 4, 2, 5]);
  expect(copied(6, 5, [2, 3], [-3, -1])).toEqual([5, 4, 3, 2, 1, 0]);
  expect(copied(6, 3, [2, 3], [0, 1])).toEqual([3, 4, 5, 3, 4, 5]);
  expect(copied(6, 4, [], [])).toEqual([4]);
  expect(copied(6, 4, [1, 1], [7, 9])).toEqual([4]);
  expect(copied(6, 0, [2, 0], [3, 1])).toEqual([]);
});

test('any view has the numbers of its indices in order, long rows or short', () => {
  const axis = fc.tuple(fc.constantFrom(1, 2, 3, 20), fc.integer({ min: -25, max: 25 }));
  fc.assert(
    fc.property(fc.array(axis, { maxLength: 3 }), (axes) => {
      const [shape, strides] = [axes.map(([size]) => size), axes.map(([, stride]) => stride)];
      const offset = axes.reduce((sum, [size, stride]) => sum + Math.max(0, -stride * (size - 1)), 0);
      const expected = axes.reduce(
        (places, [size, stride]) => places.flatMap((at) => Array.from({ length: size }, (_, i) => at + i * stride)),
        [offset],
      );
      expect(copied(2000, offset, shape, strides)).toEqual(expected);
    }),
  );
});
