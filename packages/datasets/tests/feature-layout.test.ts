import fc from 'fast-check';
import { checkShape, type FeatureLayout, fitSegments } from '../src/arrays/feature-layout.js';

const array = (rows: number, width: number) => ({
  shape: [rows, width],
  data: Float32Array.from({ length: rows * width }, (_, i) => i + 1),
});
const fitted = (rows: number, layout: FeatureLayout, segments: number) => {
  const width = layout.shape[0] as number;
  const out = new Float32Array(segments * width).fill(9);
  fitSegments(array(rows, width), layout, segments, out, 0);
  return [...out];
};

describe('fitSegments', () => {
  it('repeats the last row, or cuts', () => {
    expect(fitted(2, { shape: [1], fit: 'repeat-last' }, 4)).toEqual([1, 2, 2, 2]);
    expect(fitted(3, { shape: [1], fit: 'repeat-last' }, 2)).toEqual([1, 2]);
  });

  it('pads with zeros, or cuts', () => {
    expect(fitted(1, { shape: [2], fit: 'pad-zeros' }, 2)).toEqual([1, 2, 0, 0]);
    expect(fitted(3, { shape: [1], fit: 'pad-zeros' }, 2)).toEqual([1, 2]);
  });

  it('gives each row several segments', () => {
    expect(fitted(2, { shape: [1], fit: 'repeat-last', length: 2 }, 4)).toEqual([1, 1, 2, 2]);
    expect(fitted(1, { shape: [1], fit: 'repeat-last', length: 2 }, 4)).toEqual([1, 1, 1, 1]);
  });

  it('writes every segment, each a row of the array, in order', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 15 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 12 }),
        (rows, width, segments) => {
          const out = fitted(rows, { shape: [width], fit: 'repeat-last' }, segments);
          for (let t = 0; t < segments; t++) {
            const row = Math.min(t, rows - 1);
            expect(out.slice(t * width, (t + 1) * width)).toEqual(Array.from({ length: width }, (_, i) => row * width + i + 1));
          }
        },
      ),
    );
  });
});

describe('checkShape', () => {
  const check = (shape: number[], layout: FeatureLayout) => () => checkShape({ shape }, layout, 10, 'a.npy');
  it('takes any number of rows but none, or exactly T', () => {
    expect(check([3, 128], { shape: [128], fit: 'repeat-last' })).not.toThrow();
    expect(check([0, 128], { shape: [128], fit: 'repeat-last' })).toThrow('a.npy: has shape [0, 128]; expected [rows, 128]');
    expect(check([10, 7, 7], { shape: [7, 7], fit: 'exact' })).not.toThrow();
    expect(check([9, 7, 7], { shape: [7, 7], fit: 'exact' })).toThrow('a.npy: has shape [9, 7, 7]; expected [10, 7, 7]');
    expect(check([10, 7], { shape: [7, 7], fit: 'exact' })).toThrow('expected [10, 7, 7]');
  });
});
