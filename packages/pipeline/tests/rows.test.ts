import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadStudy } from '@cmg/config';
import type { Dataset, TrainingRecord } from '@cmg/core';
import { createComponents } from '../src/create-components.js';
import { openDataset } from '../src/data/open-dataset.js';
import { pretrain } from '../src/pretrain.js';
import { readyMadeStudies } from '../src/ready-made-configs.js';

const PLAIN = ['reconstruction', 'commitment'];
const OBJECTIVES: Readonly<Record<string, readonly string[]>> = {
  Baseline: PLAIN,
  'S-MiT': [...PLAIN, 's-mit'],
  MST: [...PLAIN, 'mst'],
  CODIS: [...PLAIN, 'codis'],
  TURN: [...PLAIN, 'turn'],
  CMCM: [...PLAIN, 'cmcm'],
  'DCID + S-MiT': [...PLAIN, 'club', 'cross-cpc', 's-mit'],
  'DCID + MST': [...PLAIN, 'club', 'cross-cpc', 'mst'],
  'DCID + CODIS': [...PLAIN, 'club', 'cross-cpc', 'codis'],
  'DCID + TURN': [...PLAIN, 'club', 'cross-cpc', 'turn'],
  'DCID + CMCM': [...PLAIN, 'club', 'cross-cpc', 'cmcm'],
  'Full model': [...PLAIN, 'cross-commitment', 'club', 'cross-cpc', 'cmcm', 'mm-ema', 'code-reset'],
};

const TINY = [
  'data.clips={train: 16, val: 8, test: 8}',
  'data.handwritings={train: 4, val: 3, test: 3}',
  'data.voices={train: 6, val: 3, test: 3}',
  'width=16',
  'codebook.size=16',
  'training={epochs: 1, batchSize: 8, logEvery: 1}',
];

describe.each(['digits-uni-code', 'digits-uni-code-audio-video'])('the study table1 on %s', (base) => {
  const components = createComponents();
  const load = async () => (await loadStudy('table1', components, { studies: readyMadeStudies(), base, set: TINY })).rows;
  let rows: Awaited<ReturnType<typeof load>>;
  let folder: string;
  let dataset: Dataset;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cmg-rows-'));
    rows = await load();
    dataset = await openDataset((rows[0] as (typeof rows)[number]).config.data, components);
  });
  afterAll(async () => {
    await dataset.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("has the rows of the paper's table", () => {
    expect(rows.map(({ label }) => label)).toEqual(Object.keys(OBJECTIVES));
  });

  it.each(Object.keys(OBJECTIVES))('%s has its objectives, and trains', async (name) => {
    const { config } = rows.find(({ label }) => label === name) as (typeof rows)[number];
    expect(config.objectives.map(({ use }) => use)).toEqual(OBJECTIVES[name]);
    expect(config.modalities.map(({ options }) => options['sharedLayers'])).toEqual(config.modalities.map(() => name.endsWith('MST')));
    const records: TrainingRecord[] = [];
    const observers = [{ onRecord: (record: TrainingRecord) => void records.push(record) }];
    await pretrain(config, { components, folder: join(folder, config.name), dataset, observers, standardObservers: [] });
    expect(records.map(({ total }) => Number.isFinite(total))).toEqual([true, true]);
  });
});

describe('ready-made studies', () => {
  it.each([...readyMadeStudies().keys()])('%s is valid and bears its own name', async (name) => {
    expect((await loadStudy(name, createComponents(), { studies: readyMadeStudies() })).name).toBe(name);
  });

  it.each(['table1', 'table2', 'table3', 'codebook-size'])('%s is valid on a published data set and on a folder', async (name) => {
    for (const base of ['ave', 'folder-uni-code']) {
      const { rows } = await loadStudy(name, createComponents(), { studies: readyMadeStudies(), base });
      expect(rows.map(({ config }) => config.data.use)).toEqual(rows.map(() => base.replace('-uni-code', '')));
    }
  });

  it.each([
    ['table1', 'vggsound-avel-24k', 2],
    ['table1', 'vggsound-avel-40k', 2],
    ['table1', 'vggsound-avel-81k', 2],
    ['table2', 'vggsound-avel-24k', 1],
    ['table3', 'vggsound-avel-40k-text', 4],
    ['table1', 'vggsound-avel-40k-text', 0],
    ['table1', 'digits-uni-code', 0],
  ])('%s stands beside the published figures of %s, and of no other data', async (name, base, figures) => {
    expect((await loadStudy(name, createComponents(), { studies: readyMadeStudies(), base })).published).toHaveLength(figures);
  });

  it.each([
    [
      'table2',
      ['no CLUB', 'no Cross-CPC', 'no CLUB and no Cross-CPC', 'no MM-EMA', 'no reset', 'no MM-EMA and no reset', 'no L_cmcm', 'Full model'],
    ],
    ['codebook-size', ['64', '128', '256', '400', '512', '800', '1024']],
    ['demo', ['Baseline', 'Ours']],
  ])('%s has the rows of its table', async (name, labels) => {
    const { rows } = await loadStudy(name, createComponents(), { studies: readyMadeStudies() });
    expect(rows.map(({ label }) => label)).toEqual(labels);
  });
});
