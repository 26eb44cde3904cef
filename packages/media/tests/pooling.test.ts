import { asGrid, meanVector } from '../src/transformers/pooling.js';

const numbered = (...shape: number[]) => ({ shape, data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i) });

describe('meanVector', () => {
  it('is the mean over all but the last axis', () => {
    expect([...meanVector(numbered(3, 2))]).toEqual([2, 3]);
    expect([...meanVector(numbered(2))]).toEqual([0, 1]);
  });
});

describe('asGrid', () => {
  it('makes a square of patches, without the tokens before them', () => {
    const { shape, data } = asGrid(numbered(5, 2));
    expect(shape).toEqual([2, 2, 2]);
    expect([...data]).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('puts the channels of maps last, and leaves a vector', () => {
    const { shape, data } = asGrid(numbered(2, 1, 3));
    expect(shape).toEqual([1, 3, 2]);
    expect([...data]).toEqual([0, 3, 1, 4, 2, 5]);
    expect(asGrid(numbered(4))).toEqual(numbered(4));
    expect(() => asGrid(numbered(1, 1, 1, 1))).toThrow('got an output [1, 1, 1, 1]');
  });
});
