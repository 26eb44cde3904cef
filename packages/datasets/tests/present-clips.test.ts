import { encodeNpy } from '@cmg/formats';
import type { DatasetReader } from '@cmg/core';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { avsbenchS4Reader, folderReader, vggsoundAvelReader } from '../src/index.js';
import { withCopy, withoutCounts } from './support/fixtures.js';

let cacheDir: string;
beforeAll(async () => void (cacheDir = await mkdtemp(join(tmpdir(), 'cmg-present-'))));
afterAll(() => rm(cacheDir, { recursive: true, force: true }));

const opened = async <Options>(reader: DatasetReader<Options>, options: object, told: string[] = []) =>
  reader.open(reader.options.parse(options), { cacheDir, onProgress: (what) => void told.push(what) });

describe('missing: skip', () => {
  it('reads the clips that are there, with their own features and labels, and tells how many are not', () =>
    withCopy('vggsound-avel', async (root) => {
      const whole = await opened(vggsoundAvelReader, { root, missing: 'skip' });
      const strict = await opened(vggsoundAvelReader, { root });
      expect(whole.fingerprint).toBe(strict.fingerprint);
      const table = (await readFile(join(root, 'vggsound-avel40k.csv'), 'utf8')).split('\n').map((line) => line.trim().split(','));
      const train = table.filter((cells) => cells.at(-1) === 'train').map((cells) => cells.at(-2));
      const all = await strict.labels('train');
      // One lacks its sound, another the flags of its seconds.
      await rm(join(root, 'audio/zip', `${train[0]}.zip`));
      await rm(join(root, 'label/zip', `${train[2]}.zip`));

      await expect(opened(vggsoundAvelReader, { root })).rejects.toThrow(/is missing/);
      const told: string[] = [];
      const part = await opened(vggsoundAvelReader, { root, missing: 'skip' }, told);
      expect(part.splits).toEqual({ train: 4, val: 2, test: 3 });
      expect(told).toContain('clips of which a file is missing are left out: 2 of 6 clips of train');
      const kept = [1, 3, 4, 5];
      expect(await part.read('train', 'video', [0, 1, 2, 3])).toEqual(await strict.read('train', 'video', kept));
      const labels = await part.labels('train');
      expect([...labels.clipClasses]).toEqual(kept.map((clip) => all.clipClasses[clip]));
      expect([...labels.segmentClasses['audio']!.subarray(0, 10)]).toEqual([...all.segmentClasses['audio']!.subarray(10, 20)]);
      expect(part.fingerprint).not.toBe(whole.fingerprint);

      const report = await vggsoundAvelReader.check!(vggsoundAvelReader.options.parse({ root, missing: 'skip' }), { cacheDir });
      expect(report.splits['train']).toMatchObject({ clips: 4 });
      expect(Object.values(report.splits['train']!.classes).reduce((sum, n) => sum + n, 0)).toBe(4);
      expect(withoutCounts(report.findings)).toEqual([
        { level: 'warning', where: 'missing: skip', what: '2 of 6 clips of train are left out, as a file of theirs is missing' },
      ]);
      await Promise.all([whole, strict, part].map((dataset) => dataset.close()));
    }));

  it('gives pictures and masks of the clips that are left', () =>
    withCopy('avsbench', async (root) => {
      const whole = await opened(avsbenchS4Reader, { root });
      const [frames, masks] = await Promise.all([whole.pictures!.frames('train', [1], 5), whole.pictures!.masks('train', [1], 1)]);
      await whole.close();
      await rm(join(root, 'Single-source/s4_data/gt_masks/train/dog_barking'), { recursive: true });
      const part = await opened(avsbenchS4Reader, { root, missing: 'skip' });
      expect(part.splits['train']).toBe(1);
      expect(await part.pictures!.frames('train', [0], 5)).toEqual(frames);
      expect(await part.pictures!.masks('train', [0], 1)).toEqual(masks);
      expect([...(await part.labels('train')).clipClasses].map((label) => part.classes[label])).toEqual(['playing_violin']);
      await part.close();
    }));
});

describe('clips that lack a modality, and clips of their own length', () => {
  /** Four clips of sound [F = 2]; the second has one segment, the third none; the fourth has no video. Values are 10 clip + segment. */
  const partial = async () => {
    const root = await mkdtemp(join(cacheDir, 'partial-'));
    const array = async (name: string, clip: number, rows: number) => {
      const data = Float32Array.from({ length: 2 * rows }, (_, i) => 10 * clip + Math.floor(i / 2));
      await writeFile(join(root, name), Buffer.concat(encodeNpy({ shape: [rows, 2], data })));
    };
    for (const [clip, rows] of [4, 1, 0, 3].entries()) if (rows > 0) await array(`a${clip}.npy`, clip, rows);
    for (const clip of [0, 1, 2]) await array(`v${clip}.npy`, clip, 3);
    const rows = ['id,label,audio,video', 'p,x,a0.npy,v0.npy', 'q,y,a1.npy,v1.npy', 'r,x,,v2.npy', 's,y,a3.npy,'];
    await writeFile(join(root, 'manifest.csv'), rows.join('\n'));
    return root;
  };

  it('fit: own, missing: partial: tells their lengths, repeats the last segment, and reads no file that is not there', async () => {
    const root = await partial();
    const told: string[] = [];
    const dataset = await opened(folderReader, { root, segments: 3, fit: 'own', missing: 'partial' }, told);
    expect(told).toContain('clips take part in what they have: 1 of 4 clips of train have no audio, 1 of 4 clips of train have no video');
    expect([dataset.lengths!('train', 'audio'), dataset.lengths!('train', 'video')]).toEqual([
      Int32Array.of(3, 1, 0, 3),
      Int32Array.of(3, 3, 3, 0),
    ]);
    const { data, shape } = await dataset.read('train', 'audio', [3, 2, 1, 0]);
    expect(shape).toEqual([4, 3, 2]);
    expect([...data]).toEqual([30, 30, 31, 31, 32, 32, 0, 0, 0, 0, 0, 0, 10, 10, 10, 10, 10, 10, 0, 0, 1, 1, 2, 2]);
    expect([...(await dataset.labels('train')).clipClasses]).toEqual([0, 1, 0, 1]);
    await dataset.close();

    const { findings, arrays } = await folderReader.check!(
      folderReader.options.parse({ root, segments: 3, fit: 'own', missing: 'partial' }),
      { cacheDir },
    );
    expect([arrays, findings.map(({ what }) => what)]).toEqual([
      6,
      [
        '1 of 4 clips of train have no audio, and take part in what they have',
        '1 of 4 clips of train have no video, and take part in what they have',
      ],
    ]);
  });

  it('a file that is gone is one that the clip lacks; the same clips whole are other data; all there are the same', async () => {
    const root = await partial();
    const options = { root, segments: 3, fit: 'own', missing: 'partial' };
    const before = await opened(folderReader, options);
    await rm(join(root, 'v0.npy'));
    const after = await opened(folderReader, options);
    expect(after.lengths!('train', 'video')).toEqual(Int32Array.of(0, 3, 3, 0));
    expect(after.fingerprint).not.toBe(before.fingerprint);
    const whole = await opened(folderReader, { ...options, missing: 'skip' });
    expect([whole.splits, whole.lengths!('train', 'audio'), whole.lengths!('train', 'video')]).toEqual([
      { train: 1 },
      Int32Array.of(1),
      undefined,
    ]);
    await Promise.all([before, after, whole].map((dataset) => dataset.close()));
  });

  it('only segments that are there make the scale', async () => {
    const root = await partial();
    const dataset = await opened(folderReader, { root, segments: 3, fit: 'own', missing: 'partial', normalise: 'standard' });
    // Of 0, 1, 2, 10, 30, 31 and 32: mean 15.1429, deviation 14.0655.
    const { data } = await dataset.read('train', 'audio', [0, 1]);
    expect([data[0], data[6]]).toEqual([expect.closeTo(-1.0766, 4), expect.closeTo(-0.36564, 4)]);
    expect(dataset.lengths!('train', 'audio')).toEqual(Int32Array.of(3, 1, 0, 3));
    await dataset.close();
  });
});

describe('data check', () => {
  it('tells of arrays in which nothing changes, where others change', async () => {
    const root = join(cacheDir, 'own');
    await mkdir(root);
    const rows = ['id,audio,video'];
    for (let clip = 0; clip < 3; clip++) {
      for (const modality of ['audio', 'video']) {
        // Sound of clip 1 is mute, and all pictures are still.
        const data = Float32Array.from({ length: 6 }, (_, i) => (modality === 'video' ? i % 2 : clip === 1 ? 0 : i));
        await writeFile(join(root, `${modality}${clip}.npy`), Buffer.concat(encodeNpy({ shape: [3, 2], data })));
      }
      rows.push(`clip${clip},audio${clip}.npy,video${clip}.npy`);
    }
    await writeFile(join(root, 'manifest.csv'), rows.join('\n'));
    const { findings } = await folderReader.check!(folderReader.options.parse({ root }), { cacheDir });
    expect(findings).toEqual([
      {
        level: 'warning',
        where: 'audio',
        what: `1 of 3 arrays are the same in all their segments, the first: ${join(root, 'audio1.npy')}`,
        hint: 'A still picture, mute sound, a single word: nothing in them tells when.',
      },
    ]);
    await rm(join(root, 'audio0.npy'));
    const part = await opened(folderReader, { root, missing: 'skip' });
    expect(part.splits).toEqual({ train: 2 });
    await part.close();
  });
});
