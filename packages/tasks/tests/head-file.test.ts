import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ParameterScope, Random, Registry, type Task } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { localisation, openSet, predictClips, readHead, restoreHead, saveHead } from '../src/index.js';

const tasks = new Registry<Task>('task', [localisation, openSet]);
const embedding = tf.tensor2d(new Random(1).uniforms(6 * 3, -20, 20), [6, 3]);
const clips = { data: Int32Array.of(0, 5, 5, 2, 1, 1, 4, 3), shape: [2, 4, 1] };
const options = localisation.options.parse({ hidden: 4 });
const about = {
  task: 'localisation',
  options,
  from: 'audio',
  seed: 3,
  classes: ['bell', 'dog'],
  segments: 4,
  codes: [6, 3] as [number, number],
  run: { folder: '../run', checkpoint: 'ab' },
  results: [{ to: 'video', split: 'test', scores: { f1: 50 }, chance: 10 }],
};

let directory: string;
beforeEach(async () => void (directory = await mkdtemp(join(tmpdir(), 'head-'))));
afterEach(() => rm(directory, { recursive: true }));

/** A head of the seed's own, saved; what it predicts. */
async function save(seed: number) {
  const scope = ParameterScope.root(new Random(seed), tf).child('head');
  const head = await localisation.createHead(options, { parameters: scope, embedding, segments: 4, classes: about.classes });
  await saveHead(directory, about, scope.parameters);
  const events = await predictClips(head, clips);
  scope.dispose();
  return events;
}

async function load(codes = embedding) {
  const restored = await restoreHead(await readHead(directory), tasks, codes);
  const events = await predictClips(restored.head, clips);
  restored.dispose();
  return events;
}

const weightsFile = async () => (await readdir(directory)).find((name) => name.startsWith('weights-')) as string;

test('a head that is saved and loaded predicts the same, and says where it is from', async () => {
  const events = await save(1);
  expect(events).toHaveLength(2);
  expect(events.flat().length).toBeGreaterThan(0);
  const before = tf.memory().numTensors;
  expect(await load()).toEqual(events);
  expect(tf.memory().numTensors).toBe(before);
  expect((await readHead(directory)).description).toEqual({ format: 1, ...about, weights: await weightsFile() });
});

test('a head that reads z and codes is loaded with its width, and predicts from the vectors of each clip', async () => {
  const reading = localisation.options.parse({ hidden: 4, reads: 'both' });
  const scope = ParameterScope.root(new Random(1), tf).child('head');
  const build = { parameters: scope, embedding, vectorWidth: 6, segments: 4, classes: about.classes };
  const head = await localisation.createHead(reading, build);
  await saveHead(directory, { ...about, options: reading }, scope.parameters);
  const vectors = { data: new Random(5).uniforms(2 * 4 * 6, -20, 20), shape: [2, 4, 6] };
  const expected = await predictClips(head, clips, vectors);
  expect(expected[0]).not.toEqual(expected[1]);
  const restored = await restoreHead(await readHead(directory), tasks, embedding);
  expect(restored.reads).toBe('both');
  expect(await predictClips(restored.head, clips, vectors)).toEqual(expected);
  const second = { data: vectors.data.subarray(24), shape: [1, 4, 6] };
  expect(await predictClips(head, { data: clips.data.subarray(4), shape: [1, 4, 1] }, second)).toEqual([expected[1]]);
  restored.dispose();
  scope.dispose();
});

test('a head that was saved before segments could vote takes the maximum, as it did', async () => {
  const { pool: _, ...earlier } = openSet.options.parse({ hidden: 4 });
  const scope = ParameterScope.root(new Random(1), tf).child('head');
  const head = await openSet.createHead({ ...earlier, pool: 'max' }, { parameters: scope, embedding, segments: 4, classes: about.classes });
  await saveHead(directory, { ...about, task: 'open-set', options: earlier }, scope.parameters);
  expect(await load()).toEqual(await predictClips(head, clips));
  scope.dispose();
});

test('a new head takes the place of the old one and leaves nothing of it', async () => {
  const first = await save(1);
  const second = await save(2);
  expect(second).not.toEqual(first);
  expect(await load()).toEqual(second);
  expect(await readdir(directory)).toHaveLength(2);
});

test('a crash between the two files leaves the old head', async () => {
  const first = await save(1);
  const [json, old] = [await readFile(join(directory, 'head.json')), await readFile(join(directory, await weightsFile()))];
  const name = await weightsFile();
  await save(2);
  // What is on the disk after new weights and before the new head.json.
  await writeFile(join(directory, 'head.json'), json);
  await writeFile(join(directory, name), old);
  expect(await load()).toEqual(first);
});

test('what is missing, damaged or does not fit is refused by name', async () => {
  await expect(load()).rejects.toThrow(`${directory}: there is no head in this folder`);
  await save(1);
  const before = tf.memory().numTensors;
  await expect(load(embedding.slice([0, 0], [5, 3]))).rejects.toThrow('the head reads codes of shape [6, 3], the run has [5, 3]');
  const weights = join(directory, await weightsFile());
  const bytes = await readFile(weights);
  bytes[bytes.length - 1] = bytes[bytes.length - 1]! ^ 1;
  await writeFile(weights, bytes);
  await expect(load()).rejects.toThrow(`${weights}: is damaged`);
  await writeFile(join(directory, 'head.json'), '{"format": 1}');
  await expect(load()).rejects.toThrow(/head.json: is not a head of format 1/);
  await writeFile(join(directory, 'head.json'), '{');
  await expect(load()).rejects.toThrow('it is not valid JSON');
  expect(tf.memory().numTensors).toBe(before + 1);
});
