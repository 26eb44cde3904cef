import { folderReader, readFeaturesFile } from '@cmg/datasets';
import { openExtractor } from '@cmg/media';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { extract, loadExtractor, loadExtractors, parseExtractor } from '../src/index.js';

/** A stranger's folder: raw media, an extractor of his own and installed packages. */
const folder = await mkdtemp(join(tmpdir(), 'cmg-own-extractor-'));
afterAll(() => rm(folder, { recursive: true }));
const path = (...parts: string[]) => join(folder, ...parts);
await symlink(fileURLToPath(new URL('../../../node_modules', import.meta.url)), path('node_modules'));
await writeFile(
  path('accelerometer.mjs'),
  `import { defineExtractor } from '@cmg/core';
import { z } from 'zod';

export default defineExtractor({
  name: 'accelerometer',
  description: 'numbers of each line',
  kind: 'file',
  options: z.strictObject({ gain: z.number().default(1).describe('factor') }),
  open: async ({ gain }) => ({
    format: { kind: 'file' },
    featureShape: [2],
    fingerprint: '1',
    extract: async ({ bytes }) => Float32Array.from(new TextDecoder().decode(await bytes()).trim().split(/[\\n,]/), (cell) => gain * Number(cell)),
    dispose() {},
  }),
});
`,
);
await writeFile(path('broken.mjs'), 'export default { name: "broken", kind: "file" };');
for (const id of ['a', 'b']) await writeFile(path(`${id}.csv`), '1,2\n3,4\n');
await writeFile(path('clips.csv'), 'id,split,label,imu,img,text\na,train,run,a.csv,a.png,one two\nb,test,run,b.csv,b.png,one two\n');

const KNOWN = '(known: id, split, label, onset, offset, segments, audio, video, text, imu, image)';

const extracted = async (extractor: string, more = {}) => {
  const notes: string[] = [];
  const extractors = new Map([parseExtractor(extractor)]);
  const result = await extract({
    manifest: path('clips.csv'),
    folder: path('out'),
    extractors,
    segments: 2,
    onNote: (text) => notes.push(text),
    ...more,
  });
  return { ...result, notes };
};

describe("extract, with a stranger's extractor", () => {
  it('describes files of a modality that nothing here knows', async () => {
    const { notes, ...result } = await extracted(`imu=${path('accelerometer.mjs')}:gain=10`);
    expect(result).toEqual({ outcome: 'finished', extracted: 2, kept: 0, failed: [], doubtful: [] });
    expect(notes).toEqual([
      `${path('clips.csv')}: the column 'img' is unknown and left out; did you mean 'image'? ${KNOWN}`,
      "imu: 2 of 2 clips have the same features as another, the first: 'a' and 'b'",
    ]);
    const dataset = await folderReader.open(folderReader.options.parse({ root: path('out'), normalise: 'none' }), {
      cacheDir: path('cache'),
    });
    expect(dataset.featureShapes).toEqual({ text: [100], imu: [2] });
    expect([...(await dataset.read('test', 'imu', [0])).data]).toEqual([10, 20, 30, 40]);
    await dataset.close();
  });

  it('is found again by what features.json tells, and noticed where it was edited', async () => {
    const { extractors } = (await readFeaturesFile(path('out', 'features.json')))!;
    expect(extractors['imu']).toEqual({
      use: 'accelerometer',
      options: { gain: 10 },
      from: { specifier: path('accelerometer.mjs'), base: process.cwd() },
    });
    const { session } = await openExtractor({ name: 'imu' }, extractors['imu'], loadExtractor);
    expect(session.featureShape).toEqual([2]);
    expect(await extracted(`imu=${path('accelerometer.mjs')}:gain=10`)).toMatchObject({ extracted: 0, kept: 2 });
    await writeFile(path('accelerometer.mjs'), `${await readFile(path('accelerometer.mjs'), 'utf8')}// edited\n`);
    expect(await extracted(`imu=${path('accelerometer.mjs')}:gain=10`)).toMatchObject({ extracted: 2, kept: 0 });
  });

  it('is looked for beside the file of extractors that names it', async () => {
    await writeFile(path('extractors.yaml'), 'imu: {use: ./accelerometer.mjs, gain: 2}\n');
    const extractors = await loadExtractors(path('extractors.yaml'));
    expect(await extracted('imu=words', { extractors, modalities: ['imu'] })).toMatchObject({ extracted: 2 });
  });

  it.each([
    ['imu=./none.mjs', './none.mjs: is not a file'],
    [`imu=${path('broken.mjs')}`, 'open is missing'],
    [`imu=${path('accelerometer.mjs')}:gain=loud`, "extractor 'accelerometer' of imu: gain"],
    ['imu=acelerometer', "unknown imu extractor 'acelerometer'"],
    ['text=word', "unknown text extractor 'word'\n  Known: glove, vectors, words"],
    ['text=@nobody/extractor-of-words', '@nobody/extractor-of-words: is not installed'],
  ])('is refused where it cannot be used: %s', async (extractor, message) => {
    await expect(extracted(extractor)).rejects.toMatchObject({ kind: 'usage', message: expect.stringContaining(message) });
  });
});
