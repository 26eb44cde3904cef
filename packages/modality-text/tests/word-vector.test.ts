import { wordVector } from '../src/index.js';

const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);

describe('wordVector', () => {
  it('depends on the word alone, not on its case', () => {
    expect(wordVector('Seven')).toEqual(wordVector('seven'));
    expect(wordVector('seven')).not.toEqual(wordVector('eleven'));
  });

  it('never changes: corpora and checkpoints rely on it', () => {
    expect([...wordVector('seven').subarray(0, 3)].map((x) => x.toFixed(4))).toEqual(['-0.5229', '-2.5179', '1.7924']);
  });

  it('is standard normal, and nearly orthogonal to that of other words', () => {
    const [a, b] = [wordVector('one', 4096), wordVector('two', 4096)];
    expect(dot(a, a) / 4096).toBeCloseTo(1, 1);
    expect(Math.abs(dot(a, b)) / 4096).toBeLessThan(0.06);
  });

  it('has the width that is asked for', () => {
    expect(wordVector('one', 300)).toHaveLength(300);
  });
});
