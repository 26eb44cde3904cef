import fc from 'fast-check';
import { codeUse } from '../src/index.js';

describe('codeUse', () => {
  it('tells what the worked example uses', () => {
    const use = codeUse({ a: [0, 1, 1, 0], b: Int32Array.of(0, 1, 1, 3) }, 4);
    expect(use).toMatchObject({ used: { a: 2, b: 3 }, usedByAny: 3, usedByAll: 2, shared: 2 / 3 });
    expect(use.perplexity['a']).toBeCloseTo(1.9999999996, 8);
    expect(use.perplexity['b']).toBeCloseTo(Math.exp(1.5 * Math.log(2)), 8);
  });

  it('is 0, not NaN, where nothing is used', () => {
    expect(codeUse({ a: [] }, 4)).toEqual({ used: { a: 0 }, usedByAny: 0, usedByAll: 0, shared: 0, perplexity: { a: 1 } });
    expect(codeUse({}, 4).usedByAll).toBe(0);
  });

  it('keeps within its bounds', () => {
    const codes = fc.array(fc.nat(6), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(codes, codes, (a, b) => {
        const { used, usedByAny, usedByAll, perplexity } = codeUse({ a, b }, 7);
        expect(used).toEqual({ a: new Set(a).size, b: new Set(b).size });
        expect(usedByAny).toBe(new Set([...a, ...b]).size);
        expect(usedByAll).toBe([...new Set(a)].filter((code) => b.includes(code)).length);
        expect(perplexity['a']).toBeGreaterThan(1 - 1e-9);
        expect(perplexity['a']).toBeLessThan((used['a'] as number) + 1e-9);
      }),
    );
  });

  it('refuses a code that the codebook lacks', () => {
    expect(() => codeUse({ a: [4] }, 4)).toThrow('code 4 is outside of a codebook of 4');
  });
});
