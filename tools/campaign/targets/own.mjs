/** What the project itself writes, and configs. */
import { configFromText, loadStudy } from '@cmg/config';
import { ParameterScope, Random } from '@cmg/core';
import { readFeaturesFile } from '@cmg/datasets';
import { extractFolder } from '@cmg/media';
import { createComponents, planStudy } from '@cmg/pipeline';
import { openBackend } from '@cmg/runtime';
import { VectorIndex } from '@cmg/search';
import { classification, readHead, restoreHead, saveHead } from '@cmg/tasks';
import { damagedBytes, damagedJson } from '@cmg/test-support';
import { buildModel, loadModel, readCheckpoint, saveModel, writeCheckpoint } from '@cmg/trainer';
import * as tf from '@tensorflow/tfjs';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const CONFIG = {
  name: 'tiny',
  seed: 3,
  data: { use: 'folder', root: '.' },
  modalities: [
    { use: 'audio', layers: 1, heads: 2, feedForward: 4, specificWidth: 4 },
    { use: 'text', layers: 1, heads: 2, feedForward: 4, specificWidth: 4, lstmWidth: 4, lstmLayers: 1 },
  ],
  width: 8,
  codebook: { size: 4 },
  objectives: ['reconstruction', 'commitment', { use: 'club', hidden: 4 }, { use: 'cross-cpc', layers: 1 }, 'mm-ema'],
  training: { epochs: 1, batchSize: 2 },
  tasks: [{ use: 'classification', hidden: 4, epochs: 1 }],
};
const YAML = `name: tiny
data: {use: folder, root: .}
modalities: &m
  - {use: audio, layers: 1, heads: 2, feedForward: 4, specificWidth: 4}
  - {use: text, layers: 1, heads: 2, feedForward: 4, specificWidth: 4, lstmWidth: 4, lstmLayers: 1}
width: 8
codebook: {size: 4}
objectives: [reconstruction, commitment, mm-ema] # a comment
training: {epochs: 1, batchSize: 2}
`;

const loaded = async (components) => (await configFromText(JSON.stringify(CONFIG), 'tiny.json', components)).config;

/** Either of its text or of what it means. */
const damagedConfig = (json, text) => (random) =>
  random.uniform() < 0.5 ? JSON.stringify(damagedJson(json, random)) : damagedBytes(Buffer.from(text), random).toString();

/** No tensor may be left of a case. */
function withoutLeak(read) {
  return async (made) => {
    const before = tf.memory().numTensors;
    const [outcome] = await Promise.allSettled([read(made)]);
    const left = tf.memory().numTensors - before;
    if (left !== 0) throw new Error(`${left} tensors are left`);
    if (outcome.status === 'rejected') throw outcome.reason;
  };
}

async function checkpoint(folder) {
  await openBackend('js');
  const components = createComponents();
  const config = await loaded(components);
  const model = buildModel(config, components, { segments: 3, featureShapes: { audio: [5], text: [6] } });
  tf.tidy(() =>
    model.setCodebookState(Object.fromEntries(Object.entries(model.codebook.shapes).map(([name, shape]) => [name, tf.ones([...shape])]))),
  );
  await saveModel(folder, model, { config, step: 4, epoch: 1, fingerprint: 'x' });
  model.dispose();
  const file = join(folder, 'checkpoint.safetensors');
  const { info, tensors } = await readCheckpoint(file);
  const whole = readFileSync(file);
  return {
    make: (random) => (random.uniform() < 0.2 ? damagedBytes(whole, random) : damagedJson(info, random)),
    read: withoutLeak(async (made) => {
      if (Buffer.isBuffer(made)) writeFileSync(file, made);
      else await writeCheckpoint(file, { info: made, tensors }); // with the checksum that it needs, as a forger would
      (await loadModel(folder, components)).model.dispose();
    }),
  };
}

async function head(folder) {
  await openBackend('js');
  const { tasks } = createComponents();
  const embedding = /** @type {tf.Tensor2D} */ (tf.ones([4, 8]));
  const options = classification.options.parse({ hidden: 4 });
  const parameters = ParameterScope.root(new Random(1), tf).child('head');
  await classification.createHead(options, { parameters, embedding, segments: 3, classes: ['bell', 'dog'] });
  const about = {
    task: 'classification',
    options,
    from: 'audio',
    seed: 3,
    classes: ['bell', 'dog'],
    segments: 3,
    codes: /** @type {[number, number]} */ ([4, 8]),
    run: { folder: '../run', checkpoint: 'ab' },
    results: [{ to: 'text', split: 'test', scores: { accuracy: 50 }, chance: 10 }],
  };
  await saveHead(folder, about, parameters.parameters);
  parameters.dispose();
  const file = join(folder, 'head.json');
  const described = JSON.parse(readFileSync(file, 'utf8'));
  const weights = join(folder, described.weights);
  const whole = readFileSync(weights);
  return {
    make: (random) => (random.uniform() < 0.2 ? damagedBytes(whole, random) : damagedJson(described, random)),
    read: withoutLeak(async (made) => {
      writeFileSync(weights, Buffer.isBuffer(made) ? made : whole);
      writeFileSync(file, JSON.stringify(Buffer.isBuffer(made) ? described : made));
      (await restoreHead(await readHead(folder), tasks, embedding)).dispose();
    }),
    close: () => embedding.dispose(),
  };
}

async function index(folder) {
  const whole = join(folder, 'whole');
  const made = await VectorIndex.open(whole, { write: true, create: { width: 2, about: { run: 'x' } } });
  await made.add([
    { id: 'a', modality: 'audio', vector: Float32Array.of(1, 2) },
    { id: 'b', modality: '__proto__', vector: Float32Array.of(1, 0) },
  ]);
  await made.add([{ id: 'a', modality: 'audio', vector: Float32Array.of(2, 1) }]);
  await made.close();
  const files = readdirSync(whole).map((name) => /** @type {const} */ ([name, readFileSync(join(whole, name))]));
  const damaged = join(folder, 'damaged');
  mkdirSync(damaged);
  return {
    make(random) {
      const [name, bytes] = random.pick(files);
      const json = name.endsWith('.json') && random.uniform() < 0.7;
      return [name, json ? JSON.stringify(damagedJson(JSON.parse(bytes.toString()), random)) : damagedBytes(bytes, random)];
    },
    async read([name, content]) {
      for (const [other, bytes] of files) writeFileSync(join(damaged, other), other === name ? content : bytes);
      const opened = await VectorIndex.open(damaged);
      const counted = Object.values(opened.modalities).reduce((a, b) => a + b, 0);
      if (counted !== opened.size) throw new Error(`${counted} clips of modalities, ${opened.size} in all`);
      opened.search(Float32Array.of(1, 1), 3);
    },
  };
}

function featuresJson(folder) {
  const file = join(folder, 'features.json');
  const about = {
    format: 2,
    segments: 4,
    length: 'window',
    modalities: { audio: { use: 'log-mel', options: { bands: 5 }, featureShape: [4, 5] } },
  };
  return {
    make: damagedConfig(about, JSON.stringify(about)),
    read(text) {
      writeFileSync(file, text);
      return readFeaturesFile(file);
    },
  };
}

/** The journal of an extraction, which then goes on: what is damaged is made anew. */
async function journal(folder) {
  /** @type {import('@cmg/core').ExtractorSession<any>} */
  const session = {
    format: { kind: 'text' },
    featureShape: [1],
    fingerprint: '1',
    extract: async ({ text }) => Float32Array.of(text.length),
    dispose: () => undefined,
  };
  const extract = () =>
    extractFolder({
      manifest: join(folder, 'clips.csv'),
      rows: [{ id: 'a', split: 'train', where: 'clips.csv:2', sources: { text: 'a word' } }],
      folder,
      extractors: { text: { use: 'length', options: {}, session } },
      segments: 1,
      length: 'pad',
      jobs: 1,
    });
  await extract();
  const file = join(folder, 'extracted.jsonl');
  const line = readFileSync(file, 'utf8');
  const wanted = readFileSync(join(folder, 'manifest.csv'), 'utf8');
  return {
    make: (random) =>
      random.uniform() < 0.5 ? `${JSON.stringify(damagedJson(JSON.parse(line), random))}\n` : damagedBytes(Buffer.from(line), random),
    async read(content) {
      writeFileSync(file, content);
      const { kept } = await extract();
      if (kept === 0 && readFileSync(join(folder, 'manifest.csv'), 'utf8') !== wanted) throw new Error('the manifest is another one');
    },
  };
}

function config() {
  const components = createComponents();
  return { make: damagedConfig(CONFIG, YAML), read: (text) => configFromText(text, 'tiny.yaml', components) };
}

function study(folder) {
  const components = createComponents();
  writeFileSync(join(folder, 'base.json'), JSON.stringify(CONFIG));
  const file = join(folder, 'study.yaml');
  const about = {
    name: 'mine',
    base: 'base.json',
    seeds: 2,
    rows: [{ name: 'Full' }, { name: 'Less', without: ['mm-ema'], set: { 'training.epochs': 2 } }],
  };
  return {
    make: damagedConfig(about, JSON.stringify(about, null, 1)),
    read(text) {
      writeFileSync(file, text);
      return loadStudy(file, components);
    },
  };
}

async function cell(folder) {
  const rows = [{ label: 'Tiny', config: await loaded(createComponents()) }];
  const [planned] = await planStudy(rows, { seeds: [0], folder });
  const at = (name) => join(planned.cell.folder, name);
  mkdirSync(planned.cell.folder, { recursive: true });
  const begun = planned.cell.config;
  const result = {
    seed: 0,
    transfer: [],
    probes: [],
    codes: {},
    seconds: 1,
    evaluationSeconds: 1,
    environment: {},
    tasks: begun.tasks,
    embedding: [[1]],
  };
  return {
    make(random) {
      const first = random.uniform() < 0.5;
      return { 'cell.json': first ? damagedJson(begun, random) : begun, 'result.json': first ? result : damagedJson(result, random) };
    },
    read(files) {
      for (const [name, content] of Object.entries(files)) writeFileSync(at(name), JSON.stringify(content));
      return planStudy(rows, { seeds: [0], folder });
    },
  };
}

export const own = { config, study, checkpoint, head, index, 'features.json': featuresJson, journal, cell };
