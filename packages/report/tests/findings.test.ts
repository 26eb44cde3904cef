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
    'Features of b are weak: a linear probe with labels of b scores 30.0, and the floor is 20.0. Take another extractor: codes cannot tell what features do not.',
    'Ours scores 21.5, InfoNCE 20.0 (mean): these clips and seeds do not tell them apart, +1.5 [−1.0, +1.0].',
  ]);
});

test('what codes lose, where a head on them is far below the probe', () => {
  const [lost, ...others] = findings(table({ own: [60, 60, 60, 84], contrast: [60, 60, 60, 84], probe: [85, 85] }), NAMES);
  expect(lost).toBe(
    'Codes of a lose much: with labels of a a head on them scores 60.0, a linear probe of the features 85.0. More codes, wider encoders or longer training may help.',
  );
  expect(others).toHaveLength(1);
});

test('pairs that do not meet, though both modalities are good', () => {
  const told = findings(table({ own: [24, 70, 84, 84], contrast: [22, 70, 84, 84], probe: [85, 85] }), NAMES);
  expect(told[0]).toBe(
    'a → b: neither Ours (24.0) nor InfoNCE (22.0) is far above the floor (20.0), though the features of both modalities are good. Are the clips paired? If they are, train longer.',
  );
});

test('training that is worth something, and training that harms', () => {
  const better = findings(table({ own: [70, 70, 84, 84], contrast: [60, 60, 84, 84], probe: [85, 85], interval: [-12, -8] }), NAMES);
  expect(better).toEqual(['Ours scores 70.0, InfoNCE 60.0 (mean): Ours is better, by +10.0 [+8.0, +12.0] points.']);
  const worse = findings(table({ own: [50, 50, 84, 84], contrast: [60, 60, 84, 84], probe: [85, 85], interval: [8, 12] }), NAMES);
  expect(worse).toEqual([
    'Ours scores 50.0, InfoNCE 60.0 (mean): plain contrast is better, by +10.0 [+8.0, +12.0] points. Start from the objectives of the ready-made config folder.',
  ]);
});

test('nothing is left to gain where every transfer reaches the probe', () => {
  const told = findings(table({ own: [81, 80.5, 84, 84], contrast: [60, 60, 84, 84], probe: [85, 85], interval: [-22, -18] }), NAMES);
  expect(told.at(-1)).toBe(
    'Every transfer is within 5 points of a linear probe with the labels of the measured modality, or above it: there is little to gain.',
  );
});

test('without a probe only the rows are compared, and that is told', () => {
  const { references, ...rest } = table({ own: [22, 21, 23, 23], contrast: [20, 20, 22, 22], probe: [85, 30] });
  expect(findings({ ...rest, references: references.slice(0, 2) }, NAMES)).toEqual([
    'Ours scores 21.5, InfoNCE 20.0 (mean): these clips and seeds do not tell them apart, +1.5 [−1.0, +1.0].',
    'No linear probe was fitted, so features and codes are not judged: that takes the task classification, with labels in each modality.',
  ]);
});

describe('where little was measured', () => {
  const whole = table({ own: [84, 84, 84, 84], contrast: [60, 60, 84, 84], probe: [85, 85], interval: [-26, -22] });

  test('a single transfer is named, and a difference without an interval decides nothing', () => {
    const only = (row: HeadlineTable['rows'][number]) => ({
      ...row,
      cells: [row.cells[0] ?? null],
      difference: row.difference && { ...row.difference, interval: null },
    });
    const { columns, rows, references } = whole;
    const single = {
      ...whole,
      columns: [{ ...columns[0]!, title: 'a → b' }],
      rows: rows.map(only),
      references: references.map((reference) => ({ ...reference, values: reference.values.slice(0, 1) })),
    };
    const named = single.rows.map((row) => (row.label === 'Ours' ? { ...row, label: 'this config' } : row));
    expect(findings({ ...single, rows: named }, { own: 'this config', contrast: 'InfoNCE' })).toEqual([
      'This config scores 84.0, InfoNCE 60.0 (a → b). A single measurement tells little: train with more seeds.',
    ]);
  });

  test('nothing is said of every transfer where some have no probe', () => {
    const halved = whole.references.map((reference) =>
      reference.kind === 'ceiling' ? { ...reference, values: reference.values.map((value, c) => (c === 1 ? null : value)) } : reference,
    );
    expect(findings(whole, NAMES)).toHaveLength(2);
    expect(findings({ ...whole, references: halved }, NAMES)).toHaveLength(1);
  });

  test('nothing is compared where nothing was transferred', () => {
    const rows = whole.rows.map((row) => ({ ...row, cells: row.cells.slice(3), difference: null }));
    const references = whole.references.map((reference) => ({ ...reference, values: reference.values.slice(3) }));
    expect(findings({ ...whole, columns: whole.columns.slice(3), rows, references }, NAMES)).toEqual([]);
  });
});
