import { encodeNpy } from '@cmg/formats';
import type { ComponentConfig, Dataset } from '@cmg/core';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createComponents, type Features } from '../src/index.js';
import { withRunFeatures } from '../src/features/run-features.js';

const components = createComponents();

/** The data of a run whose features were made by these extractors, at twice their size. */
const dataOf = (extractors: Readonly<Record<string, ComponentConfig>>): Dataset => ({
  segments: 3,
  classes: [],
  splits: {},
  featureShapes: {},
  fingerprint: '',
  extractors,
  normalise: (_, features) => features.map((value) => 2 * value),
  read: () => Promise.reject(new Error('not read')),
  labels: () => Promise.reject(new Error('no labels')),
  close: () => Promise.resolve(),
});

const LOG_MEL = { use: 'log-mel', options: {} };
const WORDS = { use: 'words', options: { width: 2 } };
/** With every option of today. */
const LETTERS = { use: 'letters', options: { frames: 16, background: 'white' } };

describe('withRunFeatures', () => {
  let folder: string;
  const at = (name: string) => join(folder, name);
  const unopened = () => Promise.reject(new Error('the data was opened'));

  it('reads clips that were extracted with their own lengths, or whose segments are counted, and tells these', async () => {
    const root = at('early');
    await mkdir(root, { recursive: true });
    const array = (name: string, values: number[]) =>
      writeFile(join(root, name), Buffer.concat(encodeNpy({ shape: [values.length, 1], data: Float32Array.from(values) })));
    await Promise.all([array('a.npy', [1, 2]), array('b.npy', [3, 4, 5, 6])]);
    await writeFile(join(root, 'manifest.csv'), 'id,audio,segments\na,a.npy,\nb,b.npy,2\n');
    const audio = { ...LOG_MEL, featureShape: [1] };
    await writeFile(join(root, 'features.json'), JSON.stringify({ format: 2, segments: 3, length: 'own', modalities: { audio } }));
    const run = { openDataset: () => Promise.resolve(dataOf({ audio: LOG_MEL })), components };
    const found = await withRunFeatures(run, 'audio', join(root, 'manifest.csv'), async ({ batches, shape, lengths }) => {
      const values: number[] = [];
      for await (const batch of batches(2)) values.push(...batch);
      return { values, shape, lengths };
    });
    expect(found).toEqual({ values: [2, 4, 4, 6, 8, 8], shape: [2, 3, 1], lengths: Int32Array.of(2, 2) });
  });

  async function read(features: Features, dataset: () => Promise<Dataset>, modality = 'audio') {
    const notes: string[] = [];
    const run = { openDataset: dataset, components };
    const watch = { onNote: (note: string) => notes.push(note) };
    return withRunFeatures(
      run,
      modality,
      features,
      async ({ batches, ids, shape }) => {
        const values: number[] = [];
        for await (const batch of batches(1)) values.push(...batch);
        return { values, ids, shape, notes };
      },
      watch,
    );
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cmg-features-'));
    const npy = (value: number) => Buffer.concat(encodeNpy({ shape: [2, 1], data: Float32Array.of(value, value + 1) }));
    for (const name of ['extracted', 'own']) {
      await mkdir(at(name));
      await writeFile(at(`${name}/manifest.csv`), 'id,audio,video\na,a.npy,a.npy\nb,b.npy,b.npy\n');
      await writeFile(at(`${name}/a.npy`), npy(1));
      await writeFile(at(`${name}/b.npy`), npy(3));
    }
    const modalities = {
      audio: { ...LOG_MEL, featureShape: [1] },
      // As it was recorded before there was a `background`.
      video: { use: 'letters', options: { frames: 16 }, featureShape: [1] },
    };
    await writeFile(at('extracted/features.json'), JSON.stringify({ format: 1, segments: 2, modalities }));
    await writeFile(at('clips.csv'), 'id,txt,audio,speaker\na,one two,a.wav,anna\n');
    await writeFile(at('captions.csv'), 'id,text,img\na,one,a.png\nb,one two,b.png\n');
    await writeFile(at('half.csv'), 'id,text\na,one\nb,\nc,none.txt\n');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("brings what the extractor of the run's data made to its scale", async () => {
    expect(await read(at('extracted/manifest.csv'), async () => dataOf({ audio: LOG_MEL }))).toMatchObject({
      values: [2, 4, 6, 8],
      notes: [],
    });
  });

  it('takes an option that was not recorded as its default', async () => {
    const withBackground = (background: string) => async () =>
      dataOf({ video: { ...LETTERS, options: { ...LETTERS.options, background } } });
    expect(await read(at('extracted/manifest.csv'), withBackground('white'), 'video')).toMatchObject({ values: [2, 4, 6, 8], notes: [] });
    expect(await read(at('extracted/manifest.csv'), withBackground('black'), 'video')).toMatchObject({
      values: [1, 2, 3, 4],
      notes: [
        `${at('extracted/manifest.csv')}: video was extracted by letters {"frames":16}, the run's data by letters {"frames":16,"background":"black"}; the features are taken as they are`,
      ],
    });
  });

  it('takes what another extractor made as it is and says so; also what does not say, and arrays', async () => {
    const { values, notes } = await read(at('extracted/manifest.csv'), async () => dataOf({ audio: { use: 'vggish', options: {} } }));
    expect(values).toEqual([1, 2, 3, 4]);
    expect(notes).toEqual([expect.stringContaining("audio was extracted by log-mel {}, the run's data by vggish {}")]);
    expect(await read(at('own/manifest.csv'), unopened)).toMatchObject({ values: [1, 2, 3, 4], ids: ['a', 'b'], notes: [] });
    expect(await read(at('extracted/a.npy'), unopened)).toMatchObject({ values: [1, 2] });
  });

  it("extracts raw media as the run's data was: its extractor, its segments, its scale", async () => {
    const words = async () => dataOf({ text: WORDS });
    const one = await read('one', words, 'text');
    expect(one).toMatchObject({ shape: [1, 3, 2], ids: ['one'] });
    const [x = 0, y = 0] = one.values;
    expect(one.values).toEqual([x, y, x, y, x, y]);
    const [, , ...two] = (await read('one two', words, 'text')).values;
    const listed = await read(at('captions.csv'), words, 'text');
    expect(listed).toMatchObject({ shape: [2, 3, 2], ids: ['a', 'b'], values: [x, y, x, y, x, y, x, y, ...two] });
    expect(listed.notes).toEqual([
      expect.stringMatching(/captions\.csv: the column 'img' is unknown and left out; did you mean 'image'\?/),
    ]);
    expect((await read({ media: 'one' }, words, 'text')).values).toEqual(one.values);
  });

  it('says what it cannot extract, and where', async () => {
    const words = async () => dataOf({ text: WORDS });
    await expect(read('one', async () => dataOf({ audio: LOG_MEL }), 'text')).rejects.toThrow(
      "one: the run's data does not say how its features of text were made",
    );
    await expect(read(at('half.csv'), words, 'text')).rejects.toThrow(`${at('half.csv')}:3: clip 'b' has no text`);
    await writeFile(at('half.csv'), 'id,text\na,one\nc,none.txt\n');
    await expect(read(at('half.csv'), words, 'text')).rejects.toThrow(`${at('half.csv')}:3: clip 'c': ${at('none.txt')}: is missing`);
    await expect(read(at('half.csv'), words, 'video')).rejects.toThrow(`${at('half.csv')}: the manifest has no column 'video'`);
    await expect(read(at('own/a.npy.old'), words, 'text')).resolves.toMatchObject({ ids: [at('own/a.npy.old')] });
    await writeFile(at('words.md'), 'one');
    await expect(read(at('words.md'), words, 'text')).rejects.toThrow(`${at('words.md')}: is a file, and neither .txt nor features`);
  });

  it('goes on where a file of a manifest cannot be read, if it may be left out, whichever it is', async () => {
    await writeFile(at('own/torn.npy'), 'no array');
    await writeFile(at('own/lost.csv'), 'id,audio\nx,none.npy\na,a.npy\ny,torn.npy\nb,b.npy\n');
    const told: string[] = [];
    const found = await withRunFeatures(
      { openDataset: unopened, components },
      'audio',
      at('own/lost.csv'),
      async ({ batches, shape, leftOut }) => {
        const values: number[] = [];
        for await (const batch of batches(3)) values.push(...batch);
        return { values, shape, leftOut: [0, 1, 2, 3].filter((row) => leftOut?.has(row)) };
      },
      { onLeftOut: (clip, { message }) => told.push(`${clip}: ${message.replaceAll(`${folder}/own/`, '')}`) },
    );
    expect(found).toEqual({ values: [0, 0, 1, 2, 0, 0, 3, 4], shape: [4, 2, 1], leftOut: [0, 2] });
    expect(told).toEqual(['x: none.npy: is missing', expect.stringMatching(/^y: torn\.npy: /)]);
    await writeFile(at('own/lost.csv'), 'id,audio\nx,none.npy\n');
    const none = withRunFeatures({ openDataset: unopened, components }, 'audio', at('own/lost.csv'), unopened, {
      onLeftOut: () => undefined,
    });
    await expect(none).rejects.toThrow('none.npy: is missing');
  });

  it('names columns that it does not know, and what may be meant', async () => {
    await expect(read(at('clips.csv'), async () => dataOf({ text: WORDS }), 'text')).rejects.toThrow("the manifest has no column 'text'");
    const told: string[] = [];
    await withRunFeatures({ openDataset: unopened, components }, 'text', at('clips.csv'), unopened, {
      onNote: (note) => told.push(note),
    }).catch(() => undefined);
    expect(told.map((note) => note.replace(/^.*: the column/, '').replace(/ \(.*/, ''))).toEqual([
      " 'txt' is unknown and left out; did you mean 'text'?",
      " 'speaker' is unknown and left out",
    ]);
  });
});
