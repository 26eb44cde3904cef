import { findMutants, markFunctions } from '../mutate/find-mutants.mjs';
import { sampleOf } from '../mutate/sample-of.mjs';
import { formatTable, shareKilled } from '../mutate/table.mjs';

/** The source with each of its mutants. */
const mutated = (source: string): string[] =>
  findMutants('a.ts', source).map(({ start, end, to }) => source.slice(0, start) + to + source.slice(end));

describe('findMutants', () => {
  it.each([
    ['const y = a + b * c;', ['const y = a - b * c;', 'const y = a + b / c;']],
    ["const text = 'a' + b;", []],
    ['const near = a < 2;', ['const near = a <= 2;', 'const near = a < 3;']],
    ['const y = x.add(z).mean();', ['const y = x.sub(z).mean();', 'const y = x.add(z).sum();']],
    ['const y = 0.5;', ['const y = 1;']],
    ['const y = !done && true;', ['const y = !done || true;', 'const y = done && true;', 'const y = !done && false;']],
    ['if (a === b) stop();', ['if (a !== b) stop();', 'if (a === b) ;']],
    ['const y = given ? a : b;', ['const y = !(given) ? a : b;']],
    [
      'function f() { if (a) return; go(); }',
      ['function f() { if (!(a)) return; go(); }', 'function f() { if (a) ; go(); }', 'function f() { if (a) return; ; }'],
    ],
    ["import { a } from 'b1';\ntype T = 1 | 2;\nlet x: [3] | undefined;", []],
  ])('%s', (source, expected) => {
    expect(mutated(source).sort()).toEqual([...expected].sort());
  });

  it('names a mutant by its line, whatever changes around it, and tells equal lines apart', () => {
    const ids = (source: string) => findMutants('a.ts', source).map(({ id }) => id);
    const [first, second] = ids('f(1);\nf(1);').filter((_, i) => i % 2 === 1);
    expect(first).not.toBe(second);
    expect(ids('// more\n  f(1);')).toContain(first);
    expect(ids('f(1);')).not.toEqual(findMutants('b.ts', 'f(1);').map(({ id }) => id));
  });

  it('tells in which function a mutant is, by what marks the function', () => {
    const source = 'const f = (x) => x + 1;\nfunction g() { return f(2); }';
    const scopes = new Set(findMutants('a.ts', source).map(({ scope }) => `a.ts:${scope}`));
    const marked = markFunctions('a.ts', source);
    expect(marked).toBe(
      'const f = (x) => (globalThis.reached?.add("a.ts:17"), x + 1);\nfunction g() {globalThis.reached?.add("a.ts:37"); return f(2); }',
    );
    expect([...scopes]).toEqual(['a.ts:17', 'a.ts:37']);
  });
});

test('a sample keeps its members while others come', () => {
  const all = Array.from({ length: 50 }, (_, i) => ({ id: `${i}` }));
  const [before, after] = [sampleOf(all, 20, '1'), sampleOf([...all, { id: 'new' }], 20, '1')];
  expect(before).toHaveLength(20);
  expect(after.filter((one) => before.includes(one)).length).toBeGreaterThanOrEqual(19);
  expect(sampleOf(all, 20, '2')).not.toEqual(before);
});

test('equivalent mutants do not count', () => {
  const of = (outcome: string, times: number) => Array.from({ length: times }, () => ({ package: 'dcid', outcome }));
  const results = [...of('killed', 7), ...of('survived', 1), ...of('equivalent', 2)];
  expect(shareKilled(results)).toBe(87.5);
  expect(formatTable(results).split('\n')[2]).toBe('| dcid | 10 | 7 | 2 | 1 | 88 % |');
});
