import { headlineTables, type ReportData, type ReportSeed } from '../src/index.js';
import { sampleData } from './support/sample-data.js';

/** Accuracies by direction, and the floor of each measured modality. */
function data(
  runs: readonly Readonly<Record<string, number>>[],
  floors: Readonly<Record<string, number>>,
  probes?: Readonly<Record<string, number>>,
): Pick<ReportData, 'modalities' | 'runs'> {
  const example = sampleData({ seeds: 1 }).runs[0]?.seeds[0] as ReportSeed;
  const seed = (scores: Readonly<Record<string, number>>): ReportSeed => ({
    ...example,
    ...(probes && { probes: Object.entries(probes).map(([modality, score]) => ({ task: 'classification', modality, score })) }),
    transfer: Object.entries(scores).map(([pair, accuracy]) => {
      const [from = '', to = ''] = pair.split('>');
      const measures = { primary: 'accuracy', scores: { accuracy }, chance: 10, floors: { guess: floors[to] as number } };
      return { ...example.transfer[0]!, from, to, measures };
    }),
  });
  return { modalities: ['audio', 'video'], runs: runs.map((scores, i) => ({ name: `${i}`, label: `${i}`, seeds: [seed(scores)] })) };
}

test('floors are those of the measured modality, ceilings those of its own labels in the last row', () => {
  const low = { 'audio>video': 1, 'video>audio': 2, 'audio>audio': 3, 'video>video': 4 };
  const high = { 'audio>video': 50, 'video>audio': 60, 'audio>audio': 90, 'video>video': 80 };
  const [table] = headlineTables(data([low, high], { audio: 20, video: 30 }));
  expect(table?.columns.map(({ label }) => label)).toEqual(['A→V', 'V→A', 'mean', 'A→A', 'V→V', 'codes', 'shared %', 'seconds']);
  expect(table?.references).toEqual([
    { label: 'chance', kind: 'floor', values: [10, 10, 10, 10, 10, null, null, null] },
    { label: 'guess', kind: 'floor', values: [30, 20, 25, 20, 30, null, null, null] },
    { label: 'labels of the target', kind: 'ceiling', values: [80, 90, 85, null, null, null, null, null] },
  ]);
});

test('there is no ceiling where the labelled modality itself was not measured, nor without a transfer', () => {
  const [open] = headlineTables(data([{ 'audio>video': 50, 'video>audio': 60 }], { audio: 20, video: 30 }));
  expect(open?.references.map(({ kind }) => kind)).toEqual(['floor', 'floor']);
  const [alone] = headlineTables(data([{ 'audio>audio': 50 }], { audio: 20 }));
  expect(alone?.references.map(({ label }) => label)).toEqual(['chance', 'guess']);
});

test('a linear probe of the measured modality is a ceiling too', () => {
  const [table] = headlineTables(
    data([{ 'audio>video': 50, 'video>audio': 60, 'audio>audio': 90 }], { audio: 20, video: 30 }, { audio: 70, video: 99 }),
  );
  expect(table?.references.at(-1)).toEqual({
    label: 'linear probe of raw features',
    kind: 'ceiling',
    values: [99, 70, 84.5, 70, null, null, null],
  });
});
