import type { ReportRun, ReportSeed } from '../src/index.js';
import { difference } from '../src/headline/difference.js';
import { sampleData } from './support/sample-data.js';

const example = sampleData({ seeds: 1 }).runs[0]?.seeds[0] as ReportSeed;
const DIRECTIONS = [
  { from: 'audio', to: 'video' },
  { from: 'video', to: 'audio' },
];

/** A row: for each seed the scores of the clips in each direction; `whole`: the score is no mean over clips. */
function row(label: string, seeds: readonly (readonly (readonly number[])[])[], whole = false): ReportRun {
  return {
    name: label,
    label,
    seeds: seeds.map((directions, seed) => ({
      ...example,
      seed,
      transfer: directions.map((perClip, d) => {
        const accuracy = perClip.reduce((a, b) => a + b, 0) / perClip.length;
        const measures = { primary: 'accuracy', scores: { accuracy }, chance: 10, ...(!whole && { perClip }) };
        return { ...example.transfer[0]!, ...DIRECTIONS[d]!, measures };
      }),
    })),
  };
}

const of = (a: ReportRun, b: ReportRun) => difference(a, b, 'classification', DIRECTIONS);

test('what is the same for all clips and seeds has an interval of one point', () => {
  const half = [100, 0, 100, 0];
  expect(of(row('a', [[half, half]]), row('b', [[half.map((x) => x - 5), half.map((x) => x - 15)]]))).toEqual({
    mean: 10,
    interval: [expect.closeTo(10, 8), expect.closeTo(10, 8)],
  });
});

test('clips are drawn together in both rows and in all directions', () => {
  // By clip, over both directions: +50 on half of 100 clips and 0 on the others: 25, with a standard error of 50 sqrt(.25 / 100) = 2.5.
  const better = Array.from({ length: 100 }, (_, clip) => (clip % 2 === 0 ? 100 : 40));
  const worse = Array.from({ length: 100 }, () => 40);
  const other = Array.from({ length: 100 }, (_, clip) => (clip % 2 === 0 ? 0 : 40));
  const { mean, interval } = of(row('a', [[better, worse]]), row('b', [[other, worse]])) ?? {};
  expect(mean).toBe(25);
  expect(interval?.[0]).toBeGreaterThan(18);
  expect(interval?.[0]).toBeLessThan(22.5);
  expect(interval?.[1]).toBeGreaterThan(27.5);
  expect(interval?.[1]).toBeLessThan(32);
});

test('seeds are drawn too: two that disagree leave the sign open', () => {
  const [up, down] = [
    [60, 60],
    [40, 40],
  ];
  const { mean, interval } =
    of(
      row('a', [
        [up, up],
        [down, down],
      ]),
      row('b', [
        [down, down],
        [up, up],
      ]),
    ) ?? {};
  expect(mean).toBe(0);
  expect(interval).toEqual([expect.closeTo(-20, 8), expect.closeTo(20, 8)]);
});

test('a score that is no mean over clips is drawn by seed and direction', () => {
  const found = of(row('a', [[[10], [30]]], true), row('b', [[[10], [10]]], true));
  expect(found).toEqual({ mean: 10, interval: [0, 20] });
});

test('there is none without a common seed, and no interval from one pair', () => {
  expect(of(row('a', []), row('b', [[[1], [2]]]))).toBeNull();
  const one = (label: string, score: number) => row(label, [[[score]]], true);
  expect(difference(one('a', 3), one('b', 1), 'classification', DIRECTIONS.slice(0, 1))).toEqual({ mean: 2, interval: null });
});
