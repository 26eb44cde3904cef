import { ByteRows, FloatRows } from '../src/feature-rows.js';

const row = (rows: FloatRows | ByteRows, index: number) => {
  const out = new Float32Array(rows.width + 1);
  rows.copy(index, out, 1);
  expect(out[0]).toBe(0);
  return [...out.subarray(1)];
};

describe('FloatRows', () => {
  it('copies a row to where it is asked for', () => {
    expect(row(new FloatRows(Float32Array.of(1, 2, 3, 4, 5, 6), 3), 1)).toEqual([4, 5, 6]);
  });
});

describe('ByteRows', () => {
  it('keeps values to 1/510 of the largest of their row', () => {
    const rows = ByteRows.empty(3, 4);
    rows.pack(1, Float32Array.of(0, 0.5, 0.123, 1, 0, 200, 77.7, 3));
    row(rows, 1).forEach((value, i) => expect(Math.abs(value - [0, 0.5, 0.123, 1][i]!)).toBeLessThanOrEqual(1.001 / 510));
    row(rows, 2).forEach((value, i) => expect(Math.abs(value - [0, 200, 77.7, 3][i]!)).toBeLessThanOrEqual(200.2 / 510));
    expect(row(rows, 0)).toEqual([0, 0, 0, 0]);
  });

  it('keeps a row of zeros', () => {
    const rows = ByteRows.empty(1, 2);
    rows.pack(0, new Float32Array(2));
    expect(row(rows, 0)).toEqual([0, 0]);
  });
});
