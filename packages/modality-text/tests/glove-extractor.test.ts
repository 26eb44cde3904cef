import { describeExtractor } from '@cmg/core/testing';
import { gloveExtractor } from '../src/index.js';

describeExtractor(gloveExtractor);

describe('gloveExtractor', () => {
  const notes: string[] = [];
  const rowsOf = async (text: string): Promise<Float32Array[]> => {
    const session = await gloveExtractor.open({});
    const data = await session.extract({ kind: 'text', text }, (note) => notes.push(note));
    return Array.from({ length: data.length / 100 }, (_, row) => data.subarray(row * 100, (row + 1) * 100));
  };
  const cosine = (a: Float32Array, b: Float32Array) => {
    const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, i) => sum + value * y[i]!, 0);
    return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  };
  beforeEach(() => void (notes.length = 0));

  it("gives GloVe's vectors, to a 254th of a word's largest value", async () => {
    const [the] = await rowsOf('The');
    // glove.6B.100d.txt begins: the -0.038194 -0.24487 0.72812 -0.39961 0.083172
    [-0.038194, -0.24487, 0.72812, -0.39961, 0.083172].forEach((value, i) => expect(Math.abs(the![i]! - value)).toBeLessThan(0.02));
    const [dog, cat, engine] = await rowsOf('dog, cat, engine!');
    expect(cosine(dog!, cat!)).toBeGreaterThan(0.8);
    expect(cosine(dog!, engine!)).toBeLessThan(0.4);
    expect(notes).toEqual([]);
  });

  it('takes compounds for the mean of their parts', async () => {
    const [compound, dog, engine] = await rowsOf('dog-engine dog engine');
    compound!.forEach((value, i) => expect(value).toBeCloseTo((dog![i]! + engine![i]!) / 2, 5));
    expect(notes).toEqual([]);
  });

  it('describes unknown words by their spelling, at the size of the others, and says so', async () => {
    const [one, many, other] = await rowsOf('grenouillette grenouillettes xylographe');
    expect(cosine(one!, many!)).toBeGreaterThan(0.6);
    expect(Math.abs(cosine(one!, other!))).toBeLessThan(0.35);
    expect(notes).toEqual(
      ['grenouillette', 'grenouillettes', 'xylographe'].map((word) => `the word '${word}' is unknown: it is described by its spelling`),
    );
    const size = (row: Float32Array) => Math.sqrt(row.reduce((sum, value) => sum + value * value, 0) / 100);
    expect(size(one!)).toBeGreaterThan(0.3);
    expect(size(one!)).toBeLessThan(0.6);
  });

  it('refuses a text without a word', async () => {
    await expect(rowsOf('?!')).rejects.toThrow("contains no word: '?!'");
  });
});
