import { encodeNpy } from '@cmg/formats';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderReader } from '../src/index.js';
import { describeDatasetReader } from '@cmg/core/testing';
import { fixture, withCopy } from './support/fixtures.js';

await describeDatasetReader(folderReader, { options: { root: fixture('folder') } });
await describeDatasetReader(folderReader, { options: { root: fixture('folder-formats'), manifest: 'manifest.jsonl' } });
// Of clips that end before T.
await describeDatasetReader(folderReader, { options: { root: fixture('folder'), segments: 12, fit: 'own' } });

describe('folderReader', () => {
  let cacheDir: string;
  const open = (root: string, more = {}) => folderReader.open(folderReader.options.parse({ root, ...more }), { cacheDir });
  beforeAll(async () => {
    cacheDir = await mkdtemp(join(tmpdir(), 'cmg-folder-'));
  });
  afterAll(() => rm(cacheDir, { recursive: true }));

  it('reads what `cmg extract` wrote, and knows what made it', async () => {
    const dataset = await open(fixture('folder'));
    expect([dataset.segments, dataset.splits, dataset.classes]).toEqual([10, { train: 8, test: 4 }, ['bell', 'dog']]);
    expect(dataset.featureShapes).toEqual({ audio: [6], video: [5, 5, 3] });
    expect(dataset.extractors?.['audio']).toEqual({ use: 'log-mel', options: {} });
    expect(dataset.length).toBe('pad');
    // Clip 1: a dog from 1.2 to 5.7.
    expect([...(await dataset.labels('train')).segmentClasses['audio']!.subarray(10, 20)]).toEqual([-1, 1, 1, 1, 1, 1, -1, -1, -1, -1]);
    await dataset.close();
  });

  it('tells where an extractor that is not built in came from', () =>
    withCopy('folder', async (root) => {
      const file = join(root, 'features.json');
      const about = JSON.parse(await readFile(file, 'utf8'));
      const from = { specifier: './mine.mjs', base: '/data', version: '1.0.0' };
      Object.assign(about.modalities.audio, { use: 'mine', from });
      await writeFile(file, JSON.stringify(about));
      const dataset = await open(root);
      expect(dataset.extractors?.['audio']).toEqual({ use: 'mine', options: {}, from });
      await dataset.close();
    }));

  it('reads the same from .npz, .h5 and zipped pickles', async () => {
    const [arrays, others] = await Promise.all([
      open(fixture('folder'), { normalise: 'none' }),
      open(fixture('folder-formats'), { manifest: 'manifest.jsonl' }),
    ]);
    for (const modality of ['audio', 'video']) {
      const rows = [0, 1, 2, 3, 4, 5, 6, 7];
      expect(await others.read('train', modality, rows)).toEqual(await arrays.read('train', modality, rows));
    }
    await Promise.all([arrays.close(), others.close()]);
  });

  it('brings what was extracted to the scale of the training clips, and other media likewise', () =>
    withCopy('folder', async (root) => {
      const [scaled, raw] = await Promise.all([open(root), open(root, { normalise: 'none' })]);
      const all = [0, 1, 2, 3, 4, 5, 6, 7];
      const [audio, video] = await Promise.all(
        ['audio', 'video'].map(async (modality) => (await scaled.read('train', modality, all)).data),
      );
      // The other columns never vary.
      for (const column of [0, 1]) {
        const values = audio!.filter((_, i) => i % 6 === column);
        expect([mean(values), deviation(values)]).toEqual([expect.closeTo(0, 4), expect.closeTo(1, 4)]);
      }
      expect(deviation(video!)).toBeCloseTo(1, 4);
      expect(Math.max(...Array.from({ length: 75 }, (_, value) => Math.abs(mean(video!.filter((_, i) => i % 75 === value)))))).toBeLessThan(
        1e-4,
      );
      expect(raw.normalise).toBeUndefined();
      for (const modality of ['audio', 'video']) {
        const { data } = await raw.read('test', modality, [1, 3]);
        expect(scaled.normalise!(modality, data)).toEqual((await scaled.read('test', modality, [1, 3])).data);
      }
      expect([scaled.normalise!('text', Float32Array.of(7)), (await scaled.labels('train')).clipClasses]).toEqual([
        Float32Array.of(7),
        (await raw.labels('train')).clipClasses,
      ]);
      await Promise.all([scaled.close(), raw.close()]);
    }));

  it('reads a folder of format 1 as it was read before: maps around zero, and only log-mel and letters scaled', () =>
    withCopy('folder', async (root) => {
      const file = join(root, 'features.json');
      const about = (await readFile(file, 'utf8')).replace('"format": 2', '"format": 1').replace('log-mel', 'clap');
      await writeFile(file, about);
      const [before, raw] = await Promise.all([open(root), open(root, { normalise: 'none' })]);
      const [video, plain] = await Promise.all([before, raw].map(async (dataset) => (await dataset.read('train', 'video', [0])).data));
      const at = plain!.findIndex((value) => value > 1);
      const factor = video![at]! / plain![at]!;
      plain!.forEach((value, i) => expect(video![i]).toBeCloseTo(value * factor, 4));
      expect(await before.read('train', 'audio', [0])).toEqual(await raw.read('train', 'audio', [0]));
      await Promise.all([before.close(), raw.close()]);
    }));

  it('leaves features of published networks and of unknown origin as they are, unless it is told to', () =>
    withCopy('folder', async (root) => {
      const file = join(root, 'features.json');
      await writeFile(file, (await readFile(file, 'utf8')).replace('log-mel', 'vggish').replace('letters', 'vgg19'));
      const [asTheyAre, standard] = await Promise.all([open(root), open(root, { normalise: 'standard' })]);
      expect([asTheyAre.normalise, standard.normalise]).toEqual([undefined, expect.any(Function)]);
      await Promise.all([asTheyAre.close(), standard.close()]);
    }));

  it('cuts or fills clips of another length where it is told to', () =>
    withCopy('folder', async (root) => {
      const short = { shape: [2, 6], data: Float32Array.from({ length: 12 }, (_, i) => i) };
      await writeFile(join(root, 'audio/clip%200.npy'), Buffer.concat(encodeNpy(short)));
      const strict = await open(root, { normalise: 'none' });
      await expect(strict.read('train', 'audio', [0])).rejects.toThrow(/clip%200\.npy: has shape \[2, 6\]; expected \[10, 6\]/);
      const [repeated, padded] = await Promise.all(
        ['repeat-last', 'pad-zeros'].map((fit) => open(root, { fit, segments: 4, normalise: 'none' })),
      );
      const first = [0, 1, 2, 3, 4, 5];
      const last = [6, 7, 8, 9, 10, 11];
      expect([...(await repeated!.read('train', 'audio', [0])).data]).toEqual([...first, ...last, ...last, ...last]);
      expect([...(await padded!.read('train', 'audio', [0])).data]).toEqual([...first, ...last, ...Array(12).fill(0)]);
      await Promise.all([strict, repeated!, padded!].map((dataset) => dataset.close()));
    }));

  it('takes as many segments of a clip as the manifest counts: what follows is padding', () =>
    withCopy('folder', async (root) => {
      await rm(join(root, 'features.json'));
      const padded = { shape: [3, 6], data: Float32Array.from({ length: 18 }, (_, i) => i) };
      await writeFile(join(root, 'audio/clip%200.npy'), Buffer.concat(encodeNpy(padded)));
      const clips = ['2', '', '12'].map((segments, i) => `${i},audio/clip%20${i}.npy,${segments}`);
      await writeFile(join(root, 'manifest.csv'), ['id,audio,segments', ...clips, ''].join('\n'));
      const dataset = await open(root);
      expect([dataset.segments, dataset.lengths?.('train', 'audio')]).toEqual([3, Int32Array.of(2, 3, 3)]);
      expect([...(await dataset.read('train', 'audio', [0])).data]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 6, 7, 8, 9, 10, 11]);
      await dataset.close();
    }));

  it.each([
    ['id,audio,segments\na,audio/clip%200.npy,0', ":2: has '0' segments; expected a whole number from 1 on"],
    ['id,audio\n,a.npy', ':2: has no id'],
    ['id,audio\na,a.npy\na,b.npy', /:3: repeats the id 'a' of .*:2/],
    ['id,split\na,train', 'has no column of features'],
    ['id,onset,offset,audio\na,3,2,a.npy', ":2: its event lasts from '3' to '2'"],
    [
      'id,audio,video\nclip 0,audio/clip%200.npy,video/clip%200.npy\nb,audio/clip%201.npy,',
      ':3: has no video, which other clips of its split have',
    ],
  ])('names the row of what is wrong: %j', (manifest, message) =>
    withCopy('folder', async (root) => {
      await writeFile(join(root, 'manifest.csv'), `${manifest}\n`);
      await expect(open(root)).rejects.toThrow(message);
    }),
  );

  it('works without labels, splits and features.json', () =>
    withCopy('folder', async (root) => {
      await rm(join(root, 'features.json'));
      await writeFile(join(root, 'manifest.csv'), 'id,audio\na,audio/clip%200.npy\nb,audio/clip%201.npy\n');
      const dataset = await open(root);
      expect([dataset.segments, dataset.splits, dataset.classes, dataset.featureShapes]).toEqual([10, { train: 2 }, [], { audio: [6] }]);
      await expect(dataset.labels('train')).rejects.toThrow(/has no labels/);
      await dataset.close();
    }));
});

const mean = (values: Float32Array) => values.reduce((a, b) => a + b, 0) / values.length;
const deviation = (values: Float32Array) => Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));
