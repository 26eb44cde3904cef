import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { cacheCodes, type CacheCodesOptions, type FrozenEncoder } from '../src/index.js';
import { type FakeData, fakeData } from './support/fake-cache.js';

const offset: Readonly<Record<string, number>> = { audio: 0, video: 4 };
let fake: FakeData;
let directory: string;

beforeEach(async () => {
  fake = fakeData({
    classes: ['a', 'b'],
    size: 8,
    segments: 2,
    modalities: ['audio', 'video'],
    labels: { train: [0, 1, 0, 1, 0], test: [1] },
    code: (modality, _, clip, segment) => ((offset[modality] as number) + clip + segment) % 8,
  });
  directory = await mkdtemp(join(tmpdir(), 'codes-'));
});

afterEach(async () => {
  fake.dispose();
  await rm(directory, { recursive: true });
});

const cache = (more: Partial<CacheCodesOptions> = {}) =>
  cacheCodes({ encoder: fake.encoder, dataset: fake.dataset, batchSize: 2, ...more });
const onDisk = (run: string) => cache({ disk: { directory, run } });

test('codes stand in the order of the clips, whatever the batch size', async () => {
  const codes = await cache().codes('train', 'video');
  expect([...codes.indices]).toEqual([4, 5, 5, 6, 6, 7, 7, 0, 0, 1]);
  expect(codes).toMatchObject({ split: 'train', modality: 'video', clips: 5, segments: 2, levels: 1, size: 8 });
  expect(fake.reads).toEqual(['train/video:0-1', 'train/video:2-3', 'train/video:4-4']);
});

test('a split is encoded once, also when asked for twice at the same time', async () => {
  const { codes } = cache();
  const [first, second] = await Promise.all([codes('train', 'audio'), codes('train', 'audio')]);
  expect(second).toBe(first);
  await codes('train', 'audio');
  expect(fake.reads).toHaveLength(3);
  await codes('test', 'audio');
  expect(fake.reads).toHaveLength(4);
});

test('encoding leaves no tensor behind and reports progress', async () => {
  const before = tf.memory().numTensors;
  const done: number[] = [];
  await cache({
    onProgress: (what, share) => {
      if (what === 'codes of audio, train') done.push(share);
    },
  }).codes('train', 'audio');
  expect(tf.memory().numTensors).toBe(before);
  expect(done).toEqual([0.4, 0.8, 1]);
});

test('codes on disk are read back by the same run alone', async () => {
  const made = await onDisk('run-1').codes('train', 'audio');
  expect(await readdir(directory)).toHaveLength(1);
  fake.reads.length = 0;
  expect(await onDisk('run-1').codes('train', 'audio')).toEqual(made);
  expect(fake.reads).toEqual([]);
  await onDisk('run-2').codes('train', 'audio');
  expect(fake.reads).toHaveLength(3);
  await onDisk('run-1').codes('train', 'video');
  expect(await readdir(directory)).toHaveLength(3);
});

test('a damaged file on disk is made again', async () => {
  const made = await onDisk('run').codes('train', 'audio');
  const [file] = await readdir(directory);
  await writeFile(join(directory, file as string), 'not a tensor');
  fake.reads.length = 0;
  expect(await onDisk('run').codes('train', 'audio')).toEqual(made);
  expect(fake.reads).toHaveLength(3);
  fake.reads.length = 0;
  await onDisk('run').codes('train', 'audio');
  expect(fake.reads).toEqual([]);
});

test('a failed reading is tried again at the next call', async () => {
  let broken = true;
  const dataset = {
    ...fake.dataset,
    read: (...args: Parameters<typeof fake.dataset.read>) => (broken ? Promise.reject(new Error('disk')) : fake.dataset.read(...args)),
  };
  const { codes } = cache({ dataset });
  await expect(codes('test', 'audio')).rejects.toThrow('disk');
  broken = false;
  expect([...(await codes('test', 'audio')).indices]).toEqual([0, 1]);
});

test('what cannot be encoded is named, with what can', async () => {
  await expect(cache().codes('val', 'audio')).rejects.toThrow(/no split 'val'.*\n.*train, test/);
  await expect(cache().codes('train', 'text')).rejects.toThrow(/no modality 'text'.*\n.*audio, video/);
  expect(() => cache({ encoder: { ...fake.encoder, segments: 3 } })).toThrow('clips of 3 segments, but the data has 2');
});

test('an encoder that breaks its contract is found out', async () => {
  const giving = (change: (indices: tf.Tensor3D) => tf.Tensor) => ({
    ...fake.encoder,
    encode: (name: string, x: tf.Tensor) => {
      const encoding = fake.encoder.encode(name, x);
      return { ...encoding, indices: change(encoding.indices) as tf.Tensor3D };
    },
  });
  const long = giving((indices) => indices.reshape([1, -1, 1]));
  await expect(cache({ encoder: long }).codes('train', 'audio')).rejects.toThrow('codes of audio: expected shape [2, 2, 1], got [1, 4, 1]');
  const high = giving((indices) => indices.add(7));
  await expect(cache({ encoder: high }).codes('train', 'audio')).rejects.toThrow('code 8 is outside of a codebook of 8');
});

test('large clips are read fewer at a time; what has been encoded is memory for the next but one', async () => {
  const spares: (number | undefined)[] = [];
  const numbers = 2 ** 23;
  const dataset = {
    ...fake.dataset,
    featureShapes: { ...fake.dataset.featureShapes, audio: [numbers / 2] },
    read: (split: string, modality: string, rows: ArrayLike<number>, spare?: Float32Array) => {
      spares.push(spare?.length);
      return fake.dataset.read(split, modality, rows);
    },
  };
  const codes = await cache({ dataset, batchSize: 256 }).codes('train', 'audio');
  expect([...codes.indices]).toEqual([0, 1, 1, 2, 2, 3, 3, 4, 4, 5]);
  expect(fake.reads).toEqual(['train/audio:0-1', 'train/audio:2-3', 'train/audio:4-4']);
  expect(spares).toEqual([undefined, undefined, 4]);
});

test('a data set that gives fewer clips than it was asked for is refused', async () => {
  const read = (split: string, modality: string, rows: ArrayLike<number>) => fake.dataset.read(split, modality, Array.from(rows).slice(1));
  await expect(cache({ dataset: { ...fake.dataset, read } }).codes('train', 'audio')).rejects.toThrow(
    'codes of audio: expected shape [2, 2, 1], got [1, 2, 1]',
  );
});

test('vectors are z, or z and the code after it, in the order of the rows that are asked for; encoded once', async () => {
  const encoder: FrozenEncoder = {
    ...fake.encoder,
    encode: (name, x) => ({ ...fake.encoder.encode(name, x), semantic: x.mul(10).tile([1, 1, 8]) as tf.Tensor3D }),
  };
  const { vectors } = cache({ encoder });
  const oneHot = (code: number) => Array.from({ length: 8 }, (_, i) => Number(i === code));
  const before = tf.memory().numTensors;
  const semantic = await vectors('train', 'audio', 'semantic');
  expect({ clips: semantic.clips, shape: semantic.shape }).toEqual({ clips: 5, shape: [2, 8] });
  expect([...(await semantic.read([3, 0])).data]).toEqual([30, 40, 0, 10].flatMap((z) => new Array(8).fill(z)));
  expect(await vectors('train', 'audio', 'semantic')).toBe(semantic);
  const both = await vectors('train', 'audio', 'both');
  expect(both.shape).toEqual([2, 16]);
  expect([...(await both.read([1])).data]).toEqual([1, 2].flatMap((code) => [...new Array(8).fill(10 * code), ...oneHot(code)]));
  expect(tf.memory().numTensors).toBe(before);
  await expect(vectors('train', 'text', 'both')).rejects.toThrow("no modality 'text'");
});

test('an encoder that gives no number is found out, by clip', async () => {
  const encoder: FrozenEncoder = {
    ...fake.encoder,
    encode: (name, x) => ({ ...fake.encoder.encode(name, x), semantic: tf.div(1, tf.sub(x, 3)).tile([1, 1, 8]) as tf.Tensor3D }),
  };
  await expect(cache({ encoder }).vectors('train', 'audio', 'semantic')).rejects.toThrow(
    'features of audio, train: the encoder of audio gives Infinity for clip 2',
  );
});
