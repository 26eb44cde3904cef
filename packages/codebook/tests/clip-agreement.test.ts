import { clipAgreement } from '../src/index.js';

describe('clipAgreement', () => {
  it('compares the most frequent code of each clip', () => {
    expect(clipAgreement({ a: [1, 1, 2, 3, 3, 0], b: [2, 1, 1, 0, 0, 3] }, 3)).toBe(0.5);
    expect(clipAgreement({ a: [1, 1, 2], b: [1, 1, 1], c: [1, 0, 1] }, 3)).toBe(1);
  });

  it('takes the lowest of equally frequent codes', () => {
    expect(clipAgreement({ a: [5, 2], b: [2, 2] }, 2)).toBe(1);
    expect(clipAgreement({ a: [5, 2], b: [5, 5] }, 2)).toBe(0);
  });

  it('is 1 for one modality and 0 for none', () => {
    expect(clipAgreement({ a: [1, 2] }, 2)).toBe(1);
    expect(clipAgreement({}, 2)).toBe(0);
  });
});
