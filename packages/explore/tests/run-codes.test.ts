import { classCounts, codeRows } from '../app/src/data/code-rows.js';
import { byCode, placesOf, type RunCodes } from '../app/src/data/run-codes.js';

/** Two modalities, four codes, three segments of two clips. */
function run(): RunCodes {
  const modality = (index: number, codes: number[], labels: number[]) => ({
    index,
    name: ['audio', 'text'][index] as string,
    split: 'test',
    clips: 2,
    total: 2,
    labelled: true,
    codes: Int32Array.from(codes),
    labels: Int32Array.from(labels),
    ...byCode(Int32Array.from(codes), 4, 1),
  });
  const modalities = [modality(0, [0, 1, 1, 0, 1, 2], [-1, 0, 0, -1, 0, 1]), modality(1, [0, 1, 0, 0, 0, 0], [-1, 0, 1, -1, 0, -1])];
  return {
    path: '',
    name: '',
    version: '',
    trained: { step: 1, epoch: 1 },
    codes: 4,
    levels: 1,
    width: 2,
    segments: 3,
    classes: ['bell', 'dog'],
    modalities,
    heads: [],
    fingerprint: '',
    map: [],
  };
}

test('segments are found by their codes', () => {
  const [audio, text] = run().modalities;
  expect([...audio!.counts]).toEqual([2, 3, 1, 0]);
  expect([0, 1, 2, 3].map((code) => [...placesOf(audio!, code)])).toEqual([[0, 3], [1, 2, 4], [5], []]);
  expect([...placesOf(text!, 1)]).toEqual([1]);
});

test('a segment of two levels is with both its codes', () => {
  const { order, starts, shares } = byCode(Int32Array.of(0, 2, 1, 2), 3, 2);
  expect([...starts]).toEqual([0, 1, 2, 4]);
  expect([...order]).toEqual([0, 1, 0, 1]);
  expect([...shares]).toEqual([0.5, 0.5, 1]);
});

test('a code says whose it is, and which class it stands for', () => {
  const rows = codeRows(run());
  expect(rows.map(({ count, owner, main }) => [count, owner, main])).toEqual([
    [7, -1, -1],
    [4, -1, 0],
    [1, 0, 1],
    [0, undefined, undefined],
  ]);
  expect(rows[0]!.purity).toBeCloseTo(5 / 7);
  expect(rows[1]!.parts).toEqual([0.75, 0.25]);
  expect(rows[2]!.evenness).toBe(0);
  expect(classCounts(run(), 0)).toEqual([
    { label: -1, each: [2, 3], count: 5 },
    { label: 1, each: [0, 1], count: 1 },
    { label: 0, each: [0, 1], count: 1 },
  ]);
});
