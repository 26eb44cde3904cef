import type { RunConfig } from '@cmg/core';
import { headlineTables, type ReportRun } from '../src/index.js';
import { sizeSeries } from '../src/headline/size-series.js';
import { sampleData } from './support/sample-data.js';

const config = (size: number, width = 64): RunConfig => ({
  name: `of ${size}`,
  seed: 0,
  data: { use: 'digits', options: {} },
  modalities: [],
  width,
  codebook: { use: 'shared', options: { size, distance: 'cosine' } },
  objectives: [],
  training: {} as RunConfig['training'],
  tasks: [],
  observers: [],
  freeze: [],
});

/** Rows named after their place, whose scores are those of the sample. */
function series(configs: readonly (RunConfig | undefined)[]) {
  const sample = sampleData({ seeds: 2 });
  const runs = configs.map((own, r): ReportRun => ({ ...sample.runs[r % 3]!, label: `row ${r}`, ...(own && { config: own }) }));
  const table = headlineTables({ ...sample, runs })[0]!;
  const mean = table.columns.findIndex(({ kind }) => kind === 'mean');
  return { found: sizeSeries({ runs }, table), scores: table.rows.map(({ cells }) => cells[mean]) };
}

test('rows that differ in the size alone are a series, the smallest first, whatever they are called', () => {
  const { found, scores } = series([config(512), config(64), config(128)]);
  expect(found).toEqual([
    {
      labels: ['row 1', 'row 2', 'row 0'],
      points: [
        { label: 'row 1', size: 64, score: scores[1] },
        { label: 'row 2', size: 128, score: scores[2] },
        { label: 'row 0', size: 512, score: scores[0] },
      ],
    },
  ]);
});

test('rows that differ in more are series of their own, and one size is none', () => {
  const { found } = series([config(64), config(128, 32), config(128), config(256, 32)]);
  expect(found.map(({ labels }) => labels)).toEqual([
    ['row 0', 'row 2'],
    ['row 1', 'row 3'],
  ]);
  expect(series([config(64), config(64), config(128, 32)]).found).toEqual([]);
});

test('a row without a config is in none', () =>
  expect(series([config(64), undefined, config(128)]).found[0]?.labels).toEqual(['row 0', 'row 2']));
