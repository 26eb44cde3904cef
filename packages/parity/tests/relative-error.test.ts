import { ErrorReport } from '../src/index.js';
import { largestRowError, relativeError, scalarError } from '../src/relative-error.js';

const array = (...data: number[]) => ({ shape: [data.length], data: Float64Array.from(data) });
const rows = (...data: number[][]) => ({ shape: [data.length, data[0]?.length ?? 0], data: Float64Array.from(data.flat()) });

describe('relativeError', () => {
  it('is the norm of the difference over that of what was expected', () => {
    expect(relativeError(array(3, 4.5), array(3, 4), 'x')).toBeCloseTo(0.1, 12);
    expect(relativeError(array(0, 0), array(0, 0), 'x')).toBe(0);
    expect(relativeError(array(0, 1e-9), array(0, 0), 'x', 1e-3)).toBeCloseTo(1e-6, 12);
    expect(relativeError(array(0, Number.NaN), array(0, 1), 'x')).toBeNaN();
    expect(() => relativeError(array(1), array(1, 2), 'step0/x')).toThrow('step0/x: was recorded with shape [2], but ours has [1]');
  });

  it('of rows sees a small row beside a large one', () => {
    expect(largestRowError(rows([1e6, 0], [1, 0.2]), rows([1e6, 0], [1, 0]), 'x')).toBeCloseTo(0.2, 12);
    expect(scalarError(1.1, 1)).toBeCloseTo(0.1, 12);
  });
});

describe('Ledger', () => {
  it('keeps the largest error and its place; NaN, or something that was not compared, is not within tolerance', () => {
    const ledger = new ErrorReport();
    ledger.add('codebook E', 1e-5, 'step 0');
    ledger.add('codebook E', 2e-5, 'step 1');
    ledger.add('codebook E', 1e-6, 'step 2');
    ledger.add('loss: total', Number.NaN, 'step 0');
    ledger.add('loss: total', 0, 'step 1');
    const entry = (quantity: string) => ledger.entries().find((candidate) => candidate.quantity === quantity);
    expect(entry('codebook E')).toMatchObject({ compared: 3, error: 2e-5, where: 'step 1', ok: true });
    expect(entry('loss: total')?.ok).toBe(false);
    expect(entry('final parameters')).toMatchObject({ compared: 0, ok: false });
    expect(ledger.ok).toBe(false);
  });

  it('gives leeway to what needs it, one by one, and to no more', () => {
    const ledger = new ErrorReport();
    ledger.add('codebook E', 3e-4, 'step 0');
    ledger.add('codebook E', 2e-4, 'step 1');
    const entry = (leeway: (quantity: string, where: string) => number) =>
      ledger.entries(leeway).find(({ quantity }) => quantity === 'codebook E');
    expect(entry(() => 0)).toMatchObject({ error: 3e-4, where: 'step 0', ok: false });
    expect(entry((_, where) => (where === 'step 0' ? 1e-2 : 0))).toMatchObject({ error: 2e-4, where: 'step 1', ok: false });
    expect(entry(() => 4e-4)).toMatchObject({ error: 3e-4, tolerance: 4e-4, ok: true });
  });
});
