import { appendFile, copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { decodeNpy } from '@cmg/formats';
import { extractFolder, type ExtractOptions, readManifest } from '../src/index.js';
import { encodeWav } from './support/encode-wav.js';
import { lineMeans, openFakes } from './support/fake-extractors.js';
import { temporaryFolder } from './support/temporary-folder.js';

const path = await temporaryFolder();
const manifest = path('clips.csv');
const out = path('out');

/** Levels of the seconds of a sound. */
const wav = (...levels: number[]) =>
  encodeWav(Float32Array.from({ length: 16000 * levels.length }, (_, i) => levels[Math.floor(i / 16000)]!));

async function extract(more: Partial<ExtractOptions> = {}) {
  const rows = await readManifest(manifest);
  return extractFolder({ manifest, rows, folder: out, extractors: await openFakes(), segments: 2, length: 'pad', jobs: 2, ...more });
}

const values = async (file: string) =>
  [...decodeNpy(await readFile(path('out', file)), file).data].map((value) => Number(value.toFixed(3)));
const lines = async () => (await readFile(path('out', 'manifest.csv'), 'utf8')).trim().split('\n');

beforeEach(async () => {
  await rm(out, { recursive: true, force: true });
  await writeFile(path('a.wav'), wav(0.5));
  await writeFile(path('b.wav'), wav(0.25, 0.5, 0.75));
  await writeFile(
    manifest,
    'id,split,label,onset,offset,audio,text\na,train,dog,0,1,a.wav,one two\n../b,test,"cat, old",2,3,b.wav,"three"\n',
  );
});

describe('extractFolder', () => {
  it('writes features of T segments, a manifest of them, and how they were made', async () => {
    expect(await extract()).toEqual({ outcome: 'finished', extracted: 2, kept: 0, failed: [], doubtful: [] });
    expect(await lines()).toEqual([
      'id,split,label,onset,offset,audio,text',
      'a,train,dog,0,1,audio/a.npy,text/a.npy',
      '../b,test-background,,,,audio/..%2Fb.npy,text/..%2Fb.npy',
    ]);
    expect(decodeNpy(await readFile(path('out/audio/a.npy')), '').shape).toEqual([2, 2]);
    expect(await values('audio/a.npy')).toEqual([0.5, 0.5, 0.5, 0.5]);
    expect(await values('audio/..%2Fb.npy')).toEqual([0.25, 0.25, 0.5, 0.5]);
    expect(await values('text/a.npy')).toEqual([3, 3]);
    expect(JSON.parse(await readFile(path('out/features.json'), 'utf8'))).toEqual({
      format: 2,
      segments: 2,
      length: 'pad',
      modalities: {
        audio: { use: 'loudest', options: { gain: 1 }, fingerprint: '1', featureShape: [2] },
        text: { use: 'word-lengths', options: {}, fingerprint: '1', featureShape: [1] },
      },
    });
    expect((await readdir(out)).sort()).toEqual(['audio', 'extracted.jsonl', 'features.json', 'manifest.csv', 'text']);
  });

  it('tells what features lack, the most frequent first, and no more than ten such notes', async () => {
    const rows = Array.from({ length: 12 }, (_, i) => `c${i},a.wav,Often Often ${'O'.repeat(i + 1)}`);
    await writeFile(manifest, `id,audio,text\n${rows.join('\n')}\n`);
    const notes: string[] = [];
    await extract({ onNote: (note) => notes.push(note), jobs: 1 });
    expect(notes.slice(0, 2)).toEqual(["text: 'Often' has capitals (12 clips)", "text: 'O' has capitals (1 clip)"]);
    expect(notes.slice(10)).toEqual([
      'and 3 more notes like these',
      "audio: 12 of 12 clips have the same features as another, the first: 'c0' and 'c1'",
    ]);
  });

  it('tells which T fits the clips, where most of them are cut or padded', async () => {
    const told = async (more: Partial<ExtractOptions>) => {
      await rm(out, { recursive: true, force: true });
      const notes: string[] = [];
      await extract({ onNote: (note) => notes.push(note), ...more });
      return notes.filter((note) => note.includes('--segments'));
    };
    expect(await told({ segments: 8 })).toEqual([
      'clips have 1 to 3 segments, half of them 3 or more, and T is 8: most of a clip is padding; `--segments 3` fits them',
    ]);
    expect(await told({ segments: 2 })).toEqual([expect.stringContaining('T is 2: most lose what is beyond')]);
    expect([await told({ segments: 4 }), await told({ segments: 8, length: 'own' })]).toEqual([[], []]);
  });

  it('moves the bounds of events with the segments, and sets windows without one apart', async () => {
    await extract({ length: 'resample' });
    expect((await lines()).slice(1)).toEqual([
      'a,train,dog,0,2,audio/a.npy,text/a.npy',
      expect.stringMatching(/^..\/b,test,"cat, old",1.33\d*,2,/),
    ]);
    await extract({ length: 'window' });
    expect((await lines()).slice(1)).toEqual([
      'a,train,dog,0,1,audio/a.npy,text/a.npy',
      '../b@0,test-background,,,,audio/..%2Fb@0.npy,text/..%2Fb@0.npy',
      '../b@1,test,"cat, old",0,1,audio/..%2Fb@1.npy,text/..%2Fb@1.npy',
    ]);
    expect(await values('audio/..%2Fb@1.npy')).toEqual([0.75, 0.75, 0.75, 0.75]);
  });

  it('leaves clips their own lengths, and extracts those that lack a modality with what they have', async () => {
    await writeFile(manifest, 'id,audio,text\na,a.wav,one two\nb,b.wav,\nc,,three\nd,,\n');
    const { extracted, failed } = await extract({ length: 'own', partial: true });
    expect([extracted, failed]).toEqual([3, [{ id: 'd', reason: expect.stringContaining("clip 'd' has none of audio, text") }]]);
    expect(await lines()).toEqual([
      'id,split,label,onset,offset,audio,text',
      'a,train,,,,audio/a.npy,text/a.npy',
      'b,train,,,,audio/b.npy,',
      'c,train,,,,,text/c.npy',
    ]);
    const shapes = ['audio/a', 'audio/b', 'text/c'].map(async (name) => decodeNpy(await readFile(path(`out/${name}.npy`)), '').shape);
    expect(await Promise.all(shapes)).toEqual([
      [1, 2],
      [2, 2],
      [1, 1],
    ]);
    expect((await extract({ length: 'own' })).failed.map(({ id }) => id)).toEqual(['b', 'c', 'd']);
  });

  it('makes anew what depends on changed content, options or bounds, and nothing else', async () => {
    await extract();
    expect(await extract()).toMatchObject({ extracted: 0, kept: 2 });
    await writeFile(path('b.wav'), wav(0.1));
    expect(await extract()).toMatchObject({ extracted: 1, kept: 1 });
    expect(await values('audio/..%2Fb.npy')).toEqual([0.1, 0.1, 0.1, 0.1]);
    expect(await extract({ extractors: await openFakes(2) })).toMatchObject({ extracted: 2, kept: 0 });
    expect(await values('audio/a.npy')).toEqual([1, 1, 1, 1]);
    expect(await extract({ extractors: await openFakes(2), segments: 1 })).toMatchObject({ extracted: 2 });
    await writeFile(manifest, (await readFile(manifest, 'utf8')).replace('one two', 'four'));
    expect(await extract({ extractors: await openFakes(2), segments: 1 })).toMatchObject({ extracted: 1, kept: 1 });
    await rm(path('out/text/a.npy'));
    expect(await extract({ extractors: await openFakes(2), segments: 1 })).toMatchObject({ extracted: 1, kept: 1 });
  });

  it('stops when it is told to, without a manifest, and goes on where it was', async () => {
    const controller = new AbortController();
    const first = await extract({ jobs: 1, signal: controller.signal, onClip: () => controller.abort() });
    expect(first).toEqual({ outcome: 'interrupted', extracted: 1, kept: 0, failed: [], doubtful: [] });
    expect(await readdir(out)).not.toContain('manifest.csv');
    const { mtimeMs } = await stat(path('out/audio/a.npy'));
    await appendFile(path('out/extracted.jsonl'), '{"id":"../b","ke');
    expect(await extract()).toEqual({ outcome: 'finished', extracted: 1, kept: 1, failed: [], doubtful: [] });
    expect((await stat(path('out/audio/a.npy'))).mtimeMs).toBe(mtimeMs);
    expect(await extract()).toMatchObject({ extracted: 0, kept: 2 });
  });

  it.each([
    ['sound', ['audio']],
    ['sound and text, and not yet the line that says so', ['audio', 'text']],
  ])('makes a clip anew of which a kill has left %s in another way', async (_, modalities) => {
    const other = { extractors: await openFakes(2), segments: 3 };
    await extract({ ...other, folder: path('other') });
    await extract();
    for (const modality of modalities) await copyFile(path('other', modality, 'a.npy'), path('out', modality, 'a.npy'));
    expect(await extract()).toMatchObject({ extracted: 1, kept: 1 });
    expect([await values('audio/a.npy'), await values('text/a.npy')]).toEqual([
      [0.5, 0.5, 0.5, 0.5],
      [3, 3],
    ]);
    expect(await extract()).toMatchObject({ extracted: 0, kept: 2 });
  });

  it('makes anew what was written over, and what a version without hashes has written', async () => {
    await extract();
    await writeFile(path('out/text/a.npy'), 'no features');
    expect(await extract()).toMatchObject({ extracted: 1, kept: 1 });
    const journal = path('out/extracted.jsonl');
    await writeFile(
      journal,
      `null
7
${(await readFile(journal, 'utf8')).replaceAll('"files"', '"other"')}`,
    );
    expect(await extract()).toMatchObject({ extracted: 2, kept: 0 });
  });

  it('takes the manifest away while features change', async () => {
    await extract();
    const controller = new AbortController();
    await extract({ jobs: 1, extractors: await openFakes(3), signal: controller.signal, onClip: () => controller.abort() });
    expect(await readdir(out)).not.toContain('manifest.csv');
  });

  it('tells of clips that cannot be made, and leaves them out', async () => {
    await writeFile(path('b.wav'), encodeWav([]));
    await appendFile(manifest, 'c,train,,,,missing.wav,x\nd,train,,,,,x\n');
    const result = await extract();
    expect(result).toMatchObject({ outcome: 'finished', extracted: 1, kept: 0 });
    const reasons = new Map(result.failed.map(({ id, reason }) => [id, reason]));
    expect(reasons.get('../b')).toBe(`${path('b.wav')}: contains no sound`);
    expect(reasons.get('c')).toContain(`${path('missing.wav')}: is missing`);
    expect(reasons.get('d')).toBe(`${manifest}:5: clip 'd' has no audio`);
    expect((await lines()).length).toBe(2);
    await writeFile(path('b.wav'), wav(0.5));
    expect(await extract()).toMatchObject({ extracted: 1, kept: 1, failed: [{ id: 'c' }, { id: 'd' }] });
  });

  it('fails as a whole where the fault is not in the clip', async () => {
    await writeFile(manifest, (await readFile(manifest, 'utf8')).replace('one two', 'usage'));
    await expect(extract({ jobs: 1 })).rejects.toThrow('wrong option');
    await expect(readdir(out)).rejects.toThrow('ENOENT');
    await mkdir(out);
    await writeFile(manifest, (await readFile(manifest, 'utf8')).replace('usage', 'one'));
    await writeFile(path('out/text'), 'a file where the folder of text goes');
    await expect(extract({ jobs: 1 })).rejects.toThrow(path('out/text'));
  });

  it('goes on after a clip on which an extractor fails, gives no numbers, or whose id is no text', async () => {
    await writeFile(
      path('clips.jsonl'),
      [
        { id: 'bug', audio: 'a.wav', text: 'bug' },
        { id: 'half \ud800', audio: 'a.wav', text: 'x' },
        { id: 'x'.repeat(300), audio: 'a.wav', text: 'x' },
        { id: 'nan', audio: 'nan.wav', text: 'x' },
        { id: 'good', audio: 'a.wav', text: 'x' },
      ]
        .map((row) => `${JSON.stringify(row)}\n`)
        .join(''),
    );
    await writeFile(path('nan.wav'), encodeWav(Float32Array.of(0, 0, NaN, 0), { float: true }));
    const rows = await readManifest(path('clips.jsonl'));
    const result = await extract({ manifest: path('clips.jsonl'), rows, jobs: 1 });
    expect(result).toMatchObject({ outcome: 'finished', extracted: 2 });
    expect(result.failed).toEqual([
      { id: 'bug', reason: 'the extractor failed: TypeError: a bug' },
      { id: 'half \ud800', reason: `${path('clips.jsonl')}:2: the id is no text: it has half of a surrogate pair` },
      { id: 'nan', reason: `${path('nan.wav')}: has samples that are no finite numbers, the first at 0.00 s` },
    ]);
    expect(await readdir(path('out/audio'))).toEqual(['good.npy', expect.stringMatching(/^x{163}~[0-9a-f]{16}\.npy$/)]);
  });

  it('leaves out a clip whose features are no finite numbers', async () => {
    const result = await extract({ extractors: await openFakes(1e39) });
    expect(result.failed.map(({ reason }) => reason)).toEqual([
      `${path('a.wav')}: the extractor 'loudest' gave values that are no finite numbers, the first in segment 0`,
      `${path('b.wav')}: the extractor 'loudest' gave values that are no finite numbers, the first in segment 1`,
    ]);
  });

  it('takes sound from the video file, and a picture for a video', async () => {
    await writeFile(path('stand-in.csv'), 'id,video,text\na,a.wav,x\n');
    const rows = await readManifest(path('stand-in.csv'));
    expect(await extract({ manifest: path('stand-in.csv'), rows })).toMatchObject({ extracted: 1, failed: [] });
    expect(await values('audio/a.npy')).toEqual([0.5, 0.5, 0.5, 0.5]);
  });

  it('leaves files of any other kind to their extractor, with the bounds of the event', async () => {
    await writeFile(path('a.imu'), '1,3\n2,6\n5,5\n');
    await writeFile(path('imu.csv'), 'id,onset,offset,imu\na,1,2.5,a.imu\nb,,,a.imu\n');
    const from = { specifier: './imu.mjs', base: path() };
    const extractors = { imu: { use: 'line-means', options: {}, from, session: await lineMeans.open({}) } };
    const again = async (code?: string) =>
      extract({
        manifest: path('imu.csv'),
        rows: await readManifest(path('imu.csv')),
        extractors: { imu: { ...extractors.imu, ...(code && { code }) } },
      });
    expect(await again()).toMatchObject({ extracted: 2, failed: [] });
    expect(await values('imu/a.npy')).toEqual([2, 1, 2.5, 4, 1, 2.5]);
    expect(await values('imu/b.npy')).toEqual([2, 0, 99, 4, 0, 99]);
    expect((await lines())[1]).toBe('a,train,,1,2,imu/a.npy');
    expect(JSON.parse(await readFile(path('out/features.json'), 'utf8')).modalities.imu).toMatchObject({ use: 'line-means', from });
    expect(await again()).toMatchObject({ extracted: 0, kept: 2 });
    await writeFile(path('a.imu'), '1,3\n2,6\n5,6\n');
    expect(await again()).toMatchObject({ extracted: 2 });
    expect(await again('edited')).toMatchObject({ extracted: 2 });
  });

  it('works on several clips at a time, with the same result', async () => {
    const text = ['id,audio,text', ...Array.from({ length: 12 }, (_, i) => `clip${i},${i % 2 ? 'a' : 'b'}.wav,word`)].join('\n');
    await writeFile(manifest, text);
    let most = 0;
    await extract({ jobs: 4, onClip: ({ extracted }) => (most = extracted) });
    expect(most).toBe(12);
    expect((await lines()).slice(1).map((line) => line.split(',')[0])).toEqual(Array.from({ length: 12 }, (_, i) => `clip${i}`));
  });
});
