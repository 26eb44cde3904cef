import { ByteRows, FloatRows } from '../src/feature-rows.js';
import { scaled, standardised, statisticsOf } from '../src/statistics.js';
import { overallDeviation } from '@cmg/datasets';

const ROWS = new FloatRows(Float32Array.of(0, 10, 2, 10, 100, 99), 2);

describe('statisticsOf', () => {
  it('counts a row as often as it is used, and unused rows not at all', () => {
    const { mean, deviation } = statisticsOf(ROWS, Int32Array.of(0, 0, 0, 1));
    expect([...mean]).toEqual([0.5, 10]);
    expect(deviation[0]).toBeCloseTo(Math.sqrt(0.75), 6);
    expect(deviation[1]).toBe(0);
  });
});

describe('standardised', () => {
  it('centres and scales columns; one that never varied becomes 0', () => {
    const { data } = standardised(ROWS, statisticsOf(ROWS, Int32Array.of(0, 1)));
    expect([...data.subarray(0, 4)]).toEqual([-1, 0, 1, 0]);
  });
});

describe('overallDeviation', () => {
  it('is that of all values together, so that scaling by it gives 1', () => {
    const rows = ByteRows.empty(3, 2);
    rows.pack(0, Float32Array.of(0, 10, 2, 8, 4, 6));
    const used = Int32Array.of(0, 1, 2);
    const deviation = overallDeviation(statisticsOf(rows, used));
    expect(deviation).toBeCloseTo(Math.sqrt((25 + 25 + 9 + 9 + 1 + 1) / 6), 1);
    expect(overallDeviation(statisticsOf(scaled(rows, 1 / deviation), used))).toBeCloseTo(1, 5);
  });
});
