import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vggsoundAvelReader } from '../src/index.js';
import { describeDatasetReader } from '@cmg/core/testing';
import { fixture, withCopy, withoutCounts } from './support/fixtures.js';

const root = fixture('vggsound-avel');

await describeDatasetReader(vggsoundAvelReader, { options: { root, text: 'text.npz' } });
await describeDatasetReader(vggsoundAvelReader, { options: { root, subset: '81k' } });

describe('vggsoundAvelReader', () => {
  let cacheDir: string;
  const options = (more: object) => vggsoundAvelReader.options.parse({ root, ...more });
  const open = (more: object = {}) => vggsoundAvelReader.open(options(more), { cacheDir });
  const check = (more: object) => vggsoundAvelReader.check!(options(more), { cacheDir });

  beforeAll(async () => void (cacheDir = await mkdtemp(join(tmpdir(), 'cmg-vgg-'))));
  afterAll(() => rm(cacheDir, { recursive: true, force: true }));

  it('has the published splits, all clips of them, or all clips without labels', async () => {
    const [published, all, unlabelled] = await Promise.all([open(), open({ subset: '40k' }), open({ subset: '81k' })]);
    expect([published, all, unlabelled].map(({ splits }) => splits)).toEqual([{ train: 6, val: 2, test: 3 }, { train: 11 }, { train: 3 }]);
    await expect(unlabelled.labels('train')).rejects.toThrow(/has no labels/);
    expect(published.featureShapes).toEqual({ audio: [128], video: [7, 7, 512] });
    await Promise.all([published, all, unlabelled].map((dataset) => dataset.close()));
  });

  // Clip 1 has 9 rows of sound, clip 2 has 12; their events last through segments 1 to 5 and 2 to 7.
  it('repeats the last row of short sound and cuts long one', async () => {
    const dataset = await open();
    const { data } = await dataset.read('train', 'audio', [1, 2]);
    const row = (clip: number, segment: number) => [...data.subarray((clip * 10 + segment) * 128, (clip * 10 + segment + 1) * 128)];
    expect(row(0, 9)).toEqual(row(0, 8));
    expect(row(0, 5)[1]).toBe(3);
    expect([row(1, 1)[2], row(1, 2)[2], row(1, 7)[2], row(1, 8)[2]]).toEqual([expect.any(Number), 3, 3, expect.any(Number)]);
    expect([row(1, 1)[2], row(1, 8)[2]]).toEqual([0, 0]);
    await dataset.close();
  });

  it('reads the flags of each second as labels; words are about the class throughout', async () => {
    const dataset = await open({ text: 'text.npz' });
    const { clipClasses, segmentClasses } = await dataset.labels('train');
    expect([...clipClasses]).toEqual([0, 1, 2, 0, 1, 2]);
    expect([...segmentClasses['audio']!.subarray(10, 20)]).toEqual([-1, 1, 1, 1, 1, 1, -1, -1, -1, -1]);
    expect(segmentClasses['video']).toEqual(segmentClasses['audio']);
    expect([...segmentClasses['text']!.subarray(10, 20)]).toEqual(Array(10).fill(1));
    await dataset.close();
  });

  it('follows the words of a class with zeros', async () => {
    const dataset = await open({ text: 'text.npz' });
    const { data, shape } = await dataset.read('train', 'text', [0]);
    expect(shape).toEqual([1, 10, 768]);
    const words = Array.from({ length: 10 }, (_, t) => data.subarray(t * 768, (t + 1) * 768).some((value) => value !== 0));
    expect(words).toEqual([true, true, true, true, true, true, false, false, false, false]);
    await dataset.close();
  });

  it('keeps labels in the cache, one file a split', async () => {
    const before = (await readdir(cacheDir)).length;
    const dataset = await open({ shapes: {} });
    await Promise.all(['train', 'val', 'test'].map((split) => dataset.labels(split)));
    expect((await readdir(cacheDir)).length - before).toBe(3);
    await dataset.close();
  });

  it('names the row of what is wrong', () =>
    withCopy('vggsound-avel', async (copy) => {
      const table = join(copy, 'vggsound-avel40k.csv');
      const rows = (row: string) => writeFile(table, `category,video_id,split\ndog barking,clip-000001,train\n${row}\n`);
      for (const [row, message] of [
        ['cat,clip-000002,val', ":3: category 'cat' is not in VggsoundAVEL40kCategories.txt"],
        ['dog barking,clip-000002,valid', ":3: split 'valid' is none of train, val, test"],
        ['dog barking,../clip-000002,val', ":3: '../clip-000002' cannot be the name of a file"],
        ['dog barking,clip-000002', ':3: has 2 fields; expected 3'],
      ] as const) {
        await rows(row);
        await expect(open({ root: copy })).rejects.toThrow(message);
      }
      await writeFile(table, 'label,video_id,split\n');
      await expect(open({ root: copy })).rejects.toThrow(/has no column 'category'\n.*It has: label, video_id, split/);
    }));

  it('names missing, spare and broken archives and who asks for them', () =>
    withCopy('vggsound-avel', async (copy) => {
      await rename(join(copy, 'audio/zip/clip-000004.zip'), join(copy, 'audio/zip/other.zip'));
      await writeFile(join(copy, 'video/zip/clip-000007.zip'), 'no archive');
      await rm(join(copy, 'label/zip/clip-000010.zip'));
      await expect(open({ root: copy })).rejects.toThrow(/clip-000004\.zip: is missing\n.*vggsound-avel40k\.csv:6 refers to it/);
      const { arrays, ...report } = await check({ root: copy });
      const findings = withoutCounts(report.findings);
      const table = join(copy, 'vggsound-avel40k.csv');
      expect(findings.map(({ where, hint, level }) => [level, where.replace(`${copy}/`, ''), hint])).toEqual([
        ['error', 'audio/zip/clip-000004.zip', `${table}:6 refers to it.`],
        ['error', 'label/zip/clip-000010.zip', `${table}:12 refers to it.`],
        ['warning', join('audio/zip'), undefined],
        ['error', 'video/zip/clip-000007.zip', expect.anything()],
      ]);
      expect(findings[2]!.what).toBe('contains 1 file that no clip uses: other.zip');
      expect(arrays).toBe(21);
    }));
});
