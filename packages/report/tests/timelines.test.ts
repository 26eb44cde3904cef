import { timelineChart } from '../src/charts/timeline-chart.js';
import { formatTable, renderReport } from '../src/index.js';
import { sampleData } from './support/sample-data.js';

test('bars stand where the events are; events at the same time lie in lanes of their own', () => {
  const events = [
    { class: 'dog', segments: [0, 5] as const },
    { class: 'bell', segments: [2, 4] as const },
    { class: 'dog', segments: [6, 10] as const },
  ];
  const { text } = timelineChart(
    'clip',
    [
      { label: 'audio', events, colour: 'red' },
      { label: 'text', events: [], colour: 'blue' },
    ],
    10,
  );
  // 24 pixels a segment from 100 on; lanes of 16 from 4 on.
  const bars = [...text.matchAll(/<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)"/g)].map((m) => m.slice(1).map(Number));
  expect(bars).toEqual([
    [100.5, 5, 119],
    [244.5, 5, 95],
    [148.5, 21, 47],
  ]);
  expect(text).toContain('<title>dog, segments 6 to 9</title>');
  expect(text).toContain('>text</text>');
});

test('the report draws the clips that a task kept, one picture for each clip of each split, and all scores', () => {
  const data = sampleData({ seeds: 1 });
  const timeline = {
    clip: 4,
    segments: 10,
    truth: [{ class: 'five', segments: [1, 3] as const }],
    predicted: [{ class: 'six', score: 0.9, segments: [2, 3] as const }],
  };
  const runs = data.runs.map((run) => ({
    ...run,
    seeds: run.seeds.map((seed) => ({
      ...seed,
      transfer: seed.transfer.map((row) => ({
        ...row,
        split: row.to === 'text' ? 'sentences' : 'clips',
        select: 'best-measured' as const,
        measures: { ...row.measures, timelines: [timeline] },
      })),
    })),
  }));
  const page = renderReport({ ...data, runs });
  expect(page.match(/aria-label="events of clip 4 of [a-z]+"/g)).toEqual([
    'aria-label="events of clip 4 of clips"',
    'aria-label="events of clip 4 of sentences"',
  ]);
  expect(page).toContain('<title>six, segments 2 to 2</title>');
  expect(page).toContain('which is optimistic');
  expect(page).toMatch(/All scores of Full model[^]*<th scope="col">accuracy<\/th><th scope="col">meanPerClass<\/th>[^]*audio → video/);
  expect(renderReport(data)).not.toContain('Events over time');
});

test('chance stands below each column', () => {
  const data = sampleData({ seeds: 1 });
  const runs = data.runs.map((run) => ({
    ...run,
    seeds: run.seeds.map((seed) => ({
      ...seed,
      transfer: seed.transfer.map((row) => ({ ...row, measures: { ...row.measures, chance: row.to === 'text' ? 2 : 9 } })),
    })),
  }));
  expect(renderReport({ ...data, runs })).toMatch(/Chance<\/th><td class="edge">9\.0<\/td><td class="">9\.0<\/td><td class="">2\.0<\/td>/);
  expect(formatTable({ ...data, runs }, { colour: false })).toMatch(/^chance +9\.0 +9\.0 +2\.0/m);
});
