import { headlineTables, type ReportData, type ReportSeed } from '../src/index.js';
import { sampleData } from './support/sample-data.js';

type Scores = Readonly<Record<string, number>>;

/** Runs whose every number is given: `{'audio>video': 50}` per seed. */
function data(runs: Readonly<Record<string, readonly Scores[]>>, modalities = ['audio', 'video']): ReportData {
  const sample = sampleData({ seeds: 1 });
  const example = sample.runs[0]?.seeds[0] as ReportSeed;
  const seed = (scores: Scores, i: number): ReportSeed => ({
    ...example,
    seed: i,
    seconds: 10 + i,
    codes: { ...example.codes, usedByAny: 100, shared: 0.5 },
    transfer: Object.entries(scores).map(([pair, accuracy]) => {
      const [from = '', to = ''] = pair.split('>');
      return { ...example.transfer[0]!, from, to, measures: { primary: 'accuracy', scores: { accuracy }, chance: 10 } };
    }),
  });
  return { ...sample, modalities, runs: Object.entries(runs).map(([label, seeds]) => ({ name: label, label, seeds: seeds.map(seed) })) };
}

test('every direction in both ways, their mean, the bounds, then the run', () => {
  const [table] = headlineTables(sampleData({ seeds: 1 }));
  expect(table?.columns.map(({ label }) => label)).toEqual([
    'A→V',
    'V→A',
    'A→T',
    'T→A',
    'V→T',
    'T→V',
    'mean',
    'A→A',
    'V→V',
    'T→T',
    'codes',
    'shared %',
    'seconds',
  ]);
  expect(table?.rows.map(({ label }) => label)).toEqual(['Baseline', '+ MM-EMA', 'Full model']);
});

test('cells are means and deviations over seeds; the mean column averages within a seed first', () => {
  const [table] = headlineTables(
    data({
      full: [
        { 'audio>video': 50, 'video>audio': 70 },
        { 'audio>video': 60, 'video>audio': 60 },
      ],
    }),
  );
  const [av, va, mean, codes, shared, seconds] = table?.rows[0]?.cells ?? [];
  expect(av).toMatchObject({ mean: 55, count: 2 });
  expect(av?.deviation).toBeCloseTo(7.0711, 4);
  expect(va).toMatchObject({ mean: 65 });
  expect(mean).toEqual({ mean: 60, deviation: 0, count: 2 });
  expect(codes?.mean).toBe(100);
  expect(shared?.mean).toBe(50);
  expect(seconds).toMatchObject({ mean: 10.5 });
});

test('what a run did not measure is null, and so is all of a run that did not come about', () => {
  const [table] = headlineTables(data({ a: [{ 'audio>video': 50 }], b: [{ 'audio>video': 40, 'video>audio': 30 }], c: [] }));
  expect(table?.rows.map(({ cells }) => cells.slice(0, 3).map((cell) => cell?.mean ?? null))).toEqual([
    [50, null, null],
    [40, 30, 35],
    [null, null, null],
  ]);
});

test('names stand in full where initials would be the same', () => {
  const [table] = headlineTables(data({ a: [{ 'text>touch': 50 }] }, ['text', 'touch']));
  expect(table?.columns[0]).toEqual({
    label: 'text→touch',
    title: 'text → touch',
    kind: 'transfer',
    chance: 10,
    pair: { from: 'text', to: 'touch' },
  });
});

test('tables are plain values', () => {
  const tables = headlineTables(sampleData());
  expect(JSON.parse(JSON.stringify(tables))).toEqual(tables);
});

test('what a command prints, explains and writes is made once', () => {
  const given = data({ one: [{ 'audio>video': 50 }], two: [{ 'audio>video': 60 }] });
  const tables = headlineTables(given);
  const explained: ReportData = { ...given, findings: ['a sentence'] };
  expect(headlineTables(explained)).toBe(tables);
  expect(headlineTables({ ...given, reference: 'one' })[0]?.reference).toBe('one');
  expect(headlineTables(given)[0]?.reference).toBe('two');
});
