import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configFromText } from '@cmg/config';
import type { Dataset, TrainingRecord } from '@cmg/core';
import { parse, stringify } from 'yaml';
import { createComponents } from '../src/create-components.js';
import { openDataset } from '../src/data/open-dataset.js';
import { pretrain } from '../src/pretrain.js';

/** What a row leaves out of, adds to and sets in the full model. */
interface Row {
  readonly without?: readonly string[];
  readonly add?: readonly unknown[];
  readonly set?: Readonly<Record<string, unknown>>;
}

const readme = await readFile(new URL('../../baselines/README.md', import.meta.url), 'utf8');
const rows = Object.entries(parse(/```yaml\n(Baseline:[^`]+)```/.exec(readme)?.[1] ?? '') as Record<string, Row>);

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
  'Uni-Code': [...PLAIN, 'cross-commitment', 'club', 'cross-cpc', 'cmcm', 'mm-ema', 'code-reset'],
};

const TINY = [
  'data.clips={train: 16, val: 8, test: 8}',
  'data.handwritings={train: 4, val: 3, test: 3}',
  'data.voices={train: 6, val: 3, test: 3}',
  'width=16',
  'codebook.size=16',
  'training={epochs: 1, batchSize: 8, logEvery: 1}',
];

test("the README's rows are those of the paper's table", () => {
  expect(rows.map(([name]) => name)).toEqual(Object.keys(OBJECTIVES));
});

describe.each(['digits', 'digits-audio-video'])('on %s', (base) => {
  let folder: string;
  let dataset: Dataset;

  const load = async (name: string, { set = {}, ...row }: Row) => {
    const present = Object.fromEntries(Object.entries(set).filter(([path]) => base === 'digits' || !path.startsWith('modalities.text')));
    const text = stringify({ extends: base, name, ...row, ...(Object.keys(present).length > 0 && { set: present }) });
    return configFromText(text, join(folder, 'row.yaml'), createComponents(), { set: TINY });
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cmg-rows-'));
    const { config, components } = await load('data', {});
    dataset = await openDataset(config.data, components);
  });
  afterAll(async () => {
    await dataset.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(rows)('%s has its objectives, and trains', async (name, row) => {
    const { config, components } = await load('row', row);
    expect(config.objectives.map(({ use }) => use)).toEqual(OBJECTIVES[name]);
    expect(config.modalities.map(({ options }) => options['sharedLayers'])).toEqual(config.modalities.map(() => name.endsWith('MST')));
    const records: TrainingRecord[] = [];
    const observers = [{ onRecord: (record: TrainingRecord) => void records.push(record) }];
    await pretrain(config, { components, folder: join(folder, name), dataset, observers, standardObservers: [] });
    expect(records.map(({ total }) => Number.isFinite(total))).toEqual([true, true]);
  });
});
