import { findings, type HeadlineTable } from '../src/index.js';

const NAMES = { own: 'Ours', contrast: 'InfoNCE' };
const PAIRS = [
  ['a', 'b'],
  ['b', 'a'],
] as const;

interface Numbers {
  /** Of a → b, b → a, a → a, b → b. */
  readonly own: readonly number[];
  readonly contrast: readonly number[];
  /** Of a and of b. */
  readonly probe: readonly [number, number];
  readonly interval?: readonly [number, number];
}

/** Of two modalities, with a floor of 20. */
function table({ own, contrast, probe: [a, b], interval = [-1, 1] }: Numbers): HeadlineTable {
  const bound = (name: string) => ({ label: name, title: name, kind: 'bound' as const, chance: 10, pair: { from: name, to: name } });
  const cells = (values: readonly number[]) => {
    const [ab = 0, ba = 0, ...rest] = values;
    return [ab, ba, (ab + ba) / 2, ...rest].map((mean) => ({ mean, deviation: null, count: 1 }));
  };
  const mean = (values: readonly number[]) => ((values[0] ?? 0) + (values[1] ?? 0)) / 2;
  return {
    task: 'classification',
    score: 'accuracy',
    columns: [
      ...PAIRS.map(([from, to]) => ({ label: to, title: to, kind: 'transfer' as const, chance: 10, pair: { from, to } })),
      { label: 'mean', title: 'mean', kind: 'mean', chance: 10 },
      bound('a'),
      bound('b'),
    ],
    rows: [
      { label: 'InfoNCE', cells: cells(contrast), difference: { mean: mean(contrast) - mean(own), interval } },
      { label: 'Ours', cells: cells(own), difference: null },
    ],
    references: [
      { label: 'chance', kind: 'floor', values: [10, 10, 10, 10, 10] },
      { label: 'most frequent class', kind: 'floor', values: [20, 20, 20, 20, 20] },
      { label: 'linear probe of raw features', kind: 'ceiling', values: [b, a, (a + b) / 2, a, b] },
    ],
    reference: 'Ours',
  };
}

test('weak features are told first, and no transfer from or to them', () => {
  const told = findings(table({ own: [22, 21, 80, 23], contrast: [20, 20, 80, 22], probe: [85, 30] }), NAMES);
  expect(told).toEqual([
    'Features of b are weak: its own labels give a linear probe 30.0, and the floor is 20.0. Take another extractor: nothing that follows can be better.',
    'Ours has 21.5 in the mean of all transfers, InfoNCE 20.0: these clips and seeds do not tell them apart, +1.5 [−1.0, +1.0].',
  ]);
});

test('what codes lose, where a head on them is far below the probe', () => {
  const [lost, ...others] = findings(table({ own: [60, 60, 60, 84], contrast: [60, 60, 60, 84], probe: [85, 85] }), NAMES);
  expect(lost).toBe(
    'Codes of a lose much: with its own labels a head on them has 60.0, a linear probe of its features 85.0. More codes, wider encoders or longer training may keep it.',
  );
  expect(others).toHaveLength(1);
});

test('pairs that do not meet, though both modalities are good', () => {
  const told = findings(table({ own: [24, 70, 84, 84], contrast: [22, 70, 84, 84], probe: [85, 85] }), NAMES);
  expect(told[0]).toBe(
    'a → b: neither Ours (24.0) nor InfoNCE (22.0) is far above the floor (20.0), though the features of both are good. Are the clips paired? If they are, train longer.',
  );
});

test('training that is worth something, and training that harms', () => {
  const better = findings(table({ own: [70, 70, 84, 84], contrast: [60, 60, 84, 84], probe: [85, 85], interval: [-12, -8] }), NAMES);
  expect(better).toEqual(['Ours has 70.0 in the mean of all transfers, InfoNCE 60.0: training is sound, and worth +10.0 [+8.0, +12.0].']);
  const worse = findings(table({ own: [50, 50, 84, 84], contrast: [60, 60, 84, 84], probe: [85, 85], interval: [8, 12] }), NAMES);
  expect(worse).toEqual([
    'Ours has 50.0 in the mean of all transfers, InfoNCE 60.0: training does worse than plain contrast by −10.0 [−12.0, −8.0]. Start from the objectives of the ready-made config folder.',
  ]);
});

test('nothing is left to gain where every transfer reaches the probe', () => {
  const told = findings(table({ own: [81, 80.5, 84, 84], contrast: [60, 60, 84, 84], probe: [85, 85], interval: [-22, -18] }), NAMES);
  expect(told.at(-1)).toBe(
    'Every transfer is within 5 points of a linear probe with the labels of the measured modality, or above it: there is little to gain.',
  );
});

test('without a probe only the rows are compared', () => {
  const { references, ...rest } = table({ own: [22, 21, 23, 23], contrast: [20, 20, 22, 22], probe: [85, 30] });
  expect(findings({ ...rest, references: references.slice(0, 2) }, NAMES)).toHaveLength(1);
});
