import { meanReciprocalRank, retrievalChance } from '../src/validation/pair-retrieval.js';

const rank = (...rows: number[][]) => meanReciprocalRank({ shape: [rows.length, rows.length], data: rows.flat() });

describe('meanReciprocalRank', () => {
  it('is 1 where each clip is most like its pair, and the mean of 1 / rank elsewhere', () => {
    expect(rank([0.9, 0.1, 0], [0.2, 0.8, 0.3], [0, 0, 0.1])).toBe(1);
    expect(rank([0.9, 0.1, 0], [0.9, 0.8, 0.3], [0.5, 0.4, 0.1])).toBeCloseTo((1 + 1 / 2 + 1 / 3) / 3, 10);
  });

  it('takes the mean over all orders of clips that tie', () => {
    expect(rank([0.5, 0.5], [0.2, 0.7])).toBe((3 / 4 + 1) / 2);
    expect(rank([0.5, 0.5000001, 0.9], [0, 1, 0], [0, 0, 1])).toBeCloseTo(((1 / 2 + 1 / 3) / 2 + 2) / 3, 10);
  });

  it('is that of guessing where all clips look the same', () => {
    expect(rank([1, 1, 1], [1, 1, 1], [1, 1, 1])).toBe(retrievalChance(3));
    expect(retrievalChance(3)).toBeCloseTo(0.611111, 6);
    expect(retrievalChance(256)).toBeCloseTo(0.023922, 5);
  });
});
