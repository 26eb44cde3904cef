import { readFileSync } from 'node:fs';
import { MaskScores } from '../src/index.js';

interface Case {
  readonly name: string;
  readonly logits: number[][];
  readonly truth: number[][];
  readonly mIoU: number;
  readonly F: number;
  readonly coverIoU: number;
}

const cases = JSON.parse(readFileSync(new URL('fixtures/masks.json', import.meta.url), 'utf8')) as Case[];
const add = (scores: MaskScores, { logits, truth }: Pick<Case, 'logits' | 'truth'>) =>
  logits.forEach((frame, i) => scores.add(Float32Array.from(frame), Float32Array.from(truth[i]!)));

test.each(cases)('as NumPy says: $name', (example) => {
  const scores = new MaskScores();
  add(scores, example);
  const { mIoU, F, coverIoU } = scores.summary();
  expect(mIoU).toBeCloseTo(example.mIoU, 6);
  expect(F).toBeCloseTo(example.F, 6);
  expect(coverIoU).toBeCloseTo(example.coverIoU, 5);
});

test('by hand: half found, one too many', () => {
  const scores = new MaskScores();
  // Two of four pixels are true; predicted are one of them and one other: IoU 1/3. At thresholds in (sigmoid(-1), sigmoid(1)]
  // P = R = 1/2, F = 1.3/4 / (1.3/2) = 1/2; at the lowest P = 1/2, R = 1: F = .65 / 1.15.
  scores.add(Float32Array.of(1, -1, 1, -1), Float32Array.of(1, 1, 0, 0));
  expect(scores.summary()).toEqual({ mIoU: expect.closeTo(100 / 3, 5), F: expect.closeTo(65 / 1.15, 6), coverIoU: expect.closeTo(50, 5) });
});

test('F is the maximum of the mean over all frames, not a mean of maxima', () => {
  const [low, high] = [-3, 3];
  const right = { logits: [[low, low - 1]], truth: [[1, 0]] };
  const other = { logits: [[high, high - 1]], truth: [[1, 0]] };
  const alone = [right, other].map((frame) => {
    const scores = new MaskScores();
    add(scores, frame);
    return scores.summary().F;
  });
  expect(alone).toEqual([expect.closeTo(100), expect.closeTo(100)]);
  const together = new MaskScores();
  add(together, right);
  add(together, other);
  // No threshold finds both: at best one is perfect and of the other all pixels are found, P = 1/2, R = 1.
  expect(together.summary().F).toBeCloseTo((100 + 65 / 1.15) / 2, 6);
});

test('without a frame all is 0', () => {
  expect(new MaskScores().summary()).toEqual({ mIoU: 0, F: 0, coverIoU: 0 });
});
