import { differences } from '../src/index.js';

describe('differences', () => {
  it('are the slopes of a formula, in row-major order', () => {
    const slopes = differences(
      [
        [1, 2],
        [3, 4],
      ],
      (values) => {
        const [a, b, c, d] = values.flat() as [number, number, number, number];
        return a ** 2 + b * c - Math.sin(d);
      },
    );
    const expected = [2, 3, 2, -Math.cos(4)];
    slopes.forEach((slope, i) => expect(slope).toBeCloseTo(expected[i] as number, 8));
  });

  it('leave the values as they were', () => {
    const values = [[0.1], [0.2]];
    differences(values, (changed) => changed.flat().length);
    expect(values).toEqual([[0.1], [0.2]]);
  });
});
