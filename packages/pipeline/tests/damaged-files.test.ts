import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configFromText } from '@cmg/config';
import { CmgError, ParameterScope, Random, type RunConfig } from '@cmg/core';
import { readFeaturesFile } from '@cmg/datasets';
import { VectorIndex } from '@cmg/search';
import { classification, readHead, restoreHead, saveHead } from '@cmg/tasks';
import { damagedBytes, damagedJson } from '@cmg/test-support';
import { buildModel, loadModel, readCheckpoint, saveModel, writeCheckpoint } from '@cmg/trainer';
import * as tf from '@tensorflow/tfjs';
import { createComponents } from '../src/index.js';
import { beginCell, cellOf, cellState } from '../src/study/study-cell.js';

/** Of each kind; CMG_FUZZ_CASES=100000 looks further. */
const CASES = Number(process.env['CMG_FUZZ_CASES'] ?? 120);
const components = createComponents();
const CONFIG = `
name: tiny
seed: 3
data: {use: folder, root: .}
modalities:
  - {use: audio, layers: 1, heads: 2, feedForward: 4, specificWidth: 4}
  - {use: text, layers: 1, heads: 2, feedForward: 4, specificWidth: 4, lstmWidth: 4, lstmLayers: 1}
width: 8
codebook: {size: 4}
objectives: [reconstruction, commitment, {use: club, hidden: 4}, {use: cross-cpc, layers: 1}, mm-ema]
training: {epochs: 1, batchSize: 2}
tasks: [{use: classification, hidden: 4, epochs: 1}]
`;

let folder: string;
let config: RunConfig;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cmg-damaged-'));
  config = (await configFromText(CONFIG, 'tiny.yaml', components)).config;
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Reads damaged files of one kind: each is read, or refused by a CmgError, and leaves no tensor behind. */
async function survives(kind: string, read: (random: Random) => Promise<unknown>): Promise<void> {
  const before = tf.memory().numTensors;
  let refused = 0;
  for (let i = 0; i < CASES; i++) {
    try {
      await read(new Random(1).fork(kind, i));
    } catch (error) {
      if (!(error instanceof CmgError)) throw new Error(`${kind}, case ${i}`, { cause: error });
      refused++;
    }
    expect([kind, i, tf.memory().numTensors]).toEqual([kind, i, before]);
  }
  expect(Object.keys(Object.prototype)).toEqual([]);
  // Damage is noticed, and not all of it makes a file useless.
  expect(refused).toBeGreaterThan(CASES / 10);
  expect(refused).toBeLessThan(CASES);
}

it('checkpoints', async () => {
  const run = join(folder, 'run');
  const model = buildModel(config, components, { segments: 3, featureShapes: { audio: [5], text: [6] } });
  tf.tidy(() =>
    model.setCodebookState(Object.fromEntries(Object.entries(model.codebook.shapes).map(([name, shape]) => [name, tf.ones([...shape])]))),
  );
  await saveModel(run, model, { config, step: 4, epoch: 1, fingerprint: 'x' });
  model.dispose();
  const file = join(run, 'checkpoint.safetensors');
  const { info, tensors } = await readCheckpoint(file);
  const whole = await readFile(file);
  await survives('checkpoint', async (random) => {
    if (random.uniform() < 0.2) await writeFile(file, damagedBytes(whole, random));
    else await writeCheckpoint(file, { info: damagedJson(info, random) as typeof info, tensors });
    const loaded = await loadModel(run, components);
    loaded.model.dispose();
  });
});

it('heads', async () => {
  const head = join(folder, 'head');
  const embedding = tf.ones<tf.Rank.R2>([4, 8]);
  const options = classification.options.parse({ hidden: 4 });
  const parameters = ParameterScope.root(new Random(1), tf).child('head');
  await classification.createHead(options, { parameters, embedding, segments: 3, classes: ['bell', 'dog'] });
  await saveHead(
    head,
    {
      task: 'classification',
      options,
      from: 'audio',
      seed: 3,
      classes: ['bell', 'dog'],
      segments: 3,
      codes: [4, 8],
      run: { folder: '../run', checkpoint: 'ab' },
      results: [{ to: 'text', split: 'test', scores: { accuracy: 50 }, chance: 10 }],
    },
    parameters.parameters,
  );
  parameters.dispose();
  const about: unknown = JSON.parse(await readFile(join(head, 'head.json'), 'utf8'));
  await survives('head', async (random) => {
    await writeFile(join(head, 'head.json'), JSON.stringify(damagedJson(about, random)));
    (await restoreHead(await readHead(head), components.tasks, embedding)).dispose();
  });
  embedding.dispose();
});

it('features.json', async () => {
  const about = {
    format: 2,
    segments: 4,
    length: 'window',
    modalities: { audio: { use: 'log-mel', options: { bands: 5 }, featureShape: [4, 5] } },
  };
  await survives('features', async (random) => {
    await writeFile(join(folder, 'features.json'), JSON.stringify(damagedJson(about, random)));
    return readFeaturesFile(join(folder, 'features.json'));
  });
});

it('indexes', async () => {
  const whole = join(folder, 'whole');
  const index = await VectorIndex.open(whole, { write: true, create: { width: 2, about: { run: 'x' } } });
  await index.add([
    { id: 'a', modality: 'audio', vector: Float32Array.of(1, 2) },
    { id: 'b', modality: '__proto__', vector: Float32Array.of(1, 0) },
  ]);
  await index.add([{ id: 'a', modality: 'audio', vector: Float32Array.of(2, 1) }]);
  await index.close();
  const files = await Promise.all((await readdir(whole)).map(async (name) => [name, await readFile(join(whole, name))] as const));
  const damaged = join(folder, 'damaged');
  await mkdir(damaged);
  await survives('index', async (random) => {
    const [chosen] = random.pick(files);
    for (const [name, bytes] of files) {
      const json = (): string => JSON.stringify(damagedJson(JSON.parse(bytes.toString()), random));
      const content = name !== chosen ? bytes : name.endsWith('.json') && random.uniform() < 0.7 ? json() : damagedBytes(bytes, random);
      await writeFile(join(damaged, name), content);
    }
    const opened = await VectorIndex.open(damaged);
    expect(Object.values(opened.modalities).reduce((a, b) => a + b, 0)).toBe(opened.size);
    opened.search(Float32Array.of(1, 1), 3);
  });
});

it('configs', async () => {
  const plain: unknown = JSON.parse(JSON.stringify((await import('yaml')).parse(CONFIG)));
  await survives('config', (random) => {
    const text = random.uniform() < 0.5 ? JSON.stringify(damagedJson(plain, random)) : damagedBytes(Buffer.from(CONFIG), random).toString();
    return configFromText(text, 'tiny.yaml', components);
  });
});

it('cells of studies', async () => {
  const cell = cellOf(folder, { label: 'Tiny', config }, 0);
  await beginCell(cell);
  const begun: unknown = JSON.parse(await readFile(join(cell.folder, 'cell.json'), 'utf8'));
  const result = {
    seed: 0,
    transfer: [],
    probes: [],
    codes: {},
    seconds: 1,
    evaluationSeconds: 1,
    environment: {},
    tasks: config.tasks,
    embedding: [[1]],
  };
  await survives('cell', async (random) => {
    const both = random.uniform() < 0.5;
    await writeFile(join(cell.folder, 'cell.json'), JSON.stringify(both ? begun : damagedJson(begun, random)));
    await writeFile(join(cell.folder, 'result.json'), JSON.stringify(both ? damagedJson(result, random) : result));
    return cellState(cell);
  });
});
