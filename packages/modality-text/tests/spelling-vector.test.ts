import { spellingVector } from '../src/index.js';

describe('spellingVector', () => {
  const cosine = (a: Float32Array, b: Float32Array) => {
    const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, i) => sum + value * y[i]!, 0);
    return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  };
  const of = (word: string) => spellingVector(word, 1000);

  it('is as close as words share pieces, and does not see case', () => {
    // <cat, cat>, <cat> and their parts: 'cat' has 7 pieces, 'cats' 10, and they share 3.
    expect(cosine(of('cat'), of('cats'))).toBeCloseTo(3 / Math.sqrt(6 * 9), 1);
    expect(of('Cat')).toEqual(of('cat'));
    expect(Math.abs(cosine(of('cat'), of('bird')))).toBeLessThan(0.1);
  });

  it('has deviation 1, for any length of the word', () => {
    for (const word of ['a', 'cat', 'donaudampfschiff']) {
      expect(Math.sqrt(of(word).reduce((sum, value) => sum + value * value, 0) / 1000)).toBeCloseTo(1, 0);
    }
  });
});
