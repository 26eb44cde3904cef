import fc from 'fast-check';
import { Random } from '../src/index.js';

describe('Random', () => {
  it('gives the same stream for the same seed and labels, whatever was drawn before', () => {
    const a = new Random(7);
    const b = new Random(7);
    a.uniforms(100);
    expect([...a.fork('step', 3).uniforms(5)]).toEqual([...b.fork('step', 3).uniforms(5)]);
    expect([...a.fork('step', 3).uniforms(5)]).not.toEqual([...a.fork('step', 4).uniforms(5)]);
    expect(a.fork('step', 34).seed).not.toBe(a.fork('step', 3, '4').seed);
  });

  it('pins its stream, so that a seed means the same in every release', () => {
    const random = new Random(1);
    expect([random.uint32(), random.uint32(), random.uint32()]).toEqual([2688880250, 3751646714, 73589903]);
  });

  it('pins the streams of its labels', () => {
    expect(new Random(1).fork('step').seed).toBe(3652902002);
    expect(new Random(1).fork('step', 12, 'dropout').seed).toBe(2518923910);
  });

  it('has the moments of its distributions', () => {
    const random = new Random(3);
    const n = 100_000;
    const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / n;
    expect(mean(random.uniforms(n, -1, 3))).toBeCloseTo(1, 1);
    const normals = Array.from({ length: n }, () => random.normal(2, 3));
    expect(mean(normals)).toBeCloseTo(2, 1);
    expect(Math.sqrt(mean(normals.map((x) => (x - 2) ** 2)))).toBeCloseTo(3, 1);
  });

  it('permutes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 50 }), fc.nat(), (n, seed) => {
        const order = new Random(seed).permutation(n);
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
      }),
    );
  });

  it('makes dropout masks of mean 1 with the share of zeros asked for', () => {
    const mask = new Random(5).dropoutMask(100_001, 0.1);
    const zeros = mask.filter((value) => value === 0).length / mask.length;
    expect(zeros).toBeCloseTo(0.1, 2);
    expect(mask.reduce((sum, value) => sum + value, 0) / mask.length).toBeCloseTo(1, 2);
    expect(new Set(mask)).toEqual(new Set([0, Math.fround(1 / 0.9)]));
    expect(new Set(new Random(5).dropoutMask(9, 0))).toEqual(new Set([1]));
  });
});
