import { splitCodeUse } from '@cmg/tasks';
import { codeMap } from '../src/charts/code-map.js';

const set = (modality: string, codes: number[]) => ({
  split: 'test',
  modality,
  clips: codes.length,
  segments: 1,
  levels: 1,
  size: 4,
  indices: Int32Array.from(codes),
});
const embedding = [
  [0, 0],
  [10, 0],
  [0, 5],
  [99, 99],
];

test('one pie per code in use, its slices the modalities that use it', () => {
  const use = splitCodeUse([set('audio', [0, 0, 0, 1]), set('video', [0, 2, 2, 2])]);
  const { chart } = codeMap('map', use, embedding);
  expect(chart.text.match(/<title>[^<]*/g)).toEqual([
    '<title>code 0: 4 segments; audio 75 %, video 25 %',
    '<title>code 2: 3 segments; audio 0 %, video 100 %',
    '<title>code 1: 1 segments; audio 100 %, video 0 %',
  ]);
  // Three quarters of a turn from twelve o'clock end at nine o'clock: (-12, 0), by the long way round.
  expect(chart.text).toContain('<path fill="var(--m0)" d="M0 0L0 -12A12 12 0 1 1 -12 0Z"/>');
  expect(chart.text.match(/<circle r="[\d.]+" fill="var\(--m[01]\)"/g)).toHaveLength(2);
});

test('both axes have one scale, so distances can be compared', () => {
  const use = splitCodeUse([set('audio', [0, 1, 2]), set('video', [0, 1, 2])]);
  const places = [...codeMap('map', use, embedding).chart.text.matchAll(/translate\(([-\d.]+) ([-\d.]+)\)/g)].map((m) => [
    Number(m[1]),
    Number(m[2]),
  ]);
  const [zero, one, two] = places as [number[], number[], number[]];
  const distance = (a: number[], b: number[]) => Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!);
  expect(distance(zero, one) / distance(zero, two)).toBeCloseTo(2, 2);
});
