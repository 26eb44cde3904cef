import '../../../tools/jest/threads-from-sources.mjs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeNpy, encodeNpy } from '@cmg/formats';
import sharp from 'sharp';
import { runCmg } from './support/run-cmg.js';
import { runHere } from './support/run-here.js';
import { tinyConfig } from './support/tiny-config.js';

interface Hit {
  readonly id: string;
  readonly modality: string;
  readonly score: number;
}

describe('cmg index and cmg search', () => {
  let folder: string;
  let run: string;
  const at = (name: string) => join(folder, name);

  async function json<T>(...args: string[]): Promise<T> {
    const { code, stdout, stderr } = await runHere([...args, '--json']);
    if (code !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as T;
  }
  const index = (name: string, ...more: string[]) =>
    json<{ size: number; modalities: Record<string, number> }>('index', 'add', '--index', at(name), '--run', run, ...more);
  const remove = (...more: string[]) => json<{ size: number }>('index', 'remove', '--index', at('own'), ...more);
  const show = (name: string) => json<{ size: number }>('index', 'show', '--index', at(name));
  const search = async (...more: string[]) => (await json<{ hits: Hit[] }>('search', '--index', at('clips'), ...more)).hits;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cmg-search-'));
    const config = await tinyConfig(folder, { 'epochs: 3': 'epochs: 1, keep: {every: 2}' });
    const { code, stderr } = await runHere(['pretrain', '--config', config, '--out', folder]);
    if (code !== 0) throw new Error(stderr);
    run = at('tiny');
    await index('clips', '--modality', 'audio,video', '--split', 'test');
    await writeFile(at('tone.wav'), wav(16_000));
    await sharp({ create: { width: 64, height: 48, channels: 3, background: '#204080' } })
      .png()
      .toFile(at('blue.png'));
  }, 180_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('encodes and indexes clips in shards, the last of which brings all together', async () => {
    const data = new Float32Array(520 * 2 * 128).map((_, i) => Math.sin(i * i));
    await writeFile(at('many.npy'), Buffer.concat(encodeNpy({ shape: [520, 2, 128], data })));
    const of = ['--run', run, '--modality', 'audio', '--in', at('many.npy')];
    const encode = (...more: string[]) => json<{ shape: number[] | null }>('encode', ...of, '--out', ...more);
    await encode(at('alone.npy'));
    expect(await encode(at('shared.npy'), '--shard', '2/2')).toMatchObject({ shape: null });
    expect(await encode(at('shared.npy'), '--share')).toMatchObject({ shape: [520, 2] });
    expect(await readFile(at('shared.npy'))).toEqual(await readFile(at('alone.npy')));
    const add = (...more: string[]) => runHere(['index', 'add', '--index', at('sharded'), ...of, ...more]);
    expect((await add('--shard', '1/2')).stderr).toContain(`${at('sharded')}: this shard is done; the last one brings all together`);
    expect((await add('--shard', '2/2')).stdout).toBe(`${at('sharded')}: 520 clips (audio 520)\n`);
    expect((await readdir(folder)).filter((name) => name.includes('.shared'))).toEqual([]);
  });

  it.each([
    [['--shard', '3/2'], 'Expected a share such as 1/4: the first of four.'],
    [['--share'], 'the clips of a split are not shared'],
  ])('refuses to share by %j', async (options, message) => {
    const { code, stderr } = await runHere([
      'index',
      'add',
      '--index',
      at('no'),
      '--run',
      run,
      '--modality',
      'audio',
      '--split',
      'test',
      ...options,
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it('indexes clips of several modalities, adds files of features, and takes clips out again', async () => {
    await writeFile(at('mine.npy'), Buffer.concat([encodeNpy({ shape: [2, 10, 64], data: new Float32Array(2 * 640).fill(0.1) })].flat()));
    expect(await index('own', '--modality', 'text', '--in', at('mine.npy'))).toMatchObject({ size: 2, modalities: { text: 2 } });
    expect(await index('own', '--modality', 'audio,text', '--split', 'val')).toMatchObject({ size: 18 });
    expect(await remove('--ids', 'mine/0,val/3,nothing')).toMatchObject({ size: 15, modalities: { audio: 7, text: 8 } });
    expect(await remove('--ids', 'val/4', '--modality', 'text')).toMatchObject({ modalities: { audio: 7, text: 7 } });
    expect(await show('own')).toMatchObject({ size: 14 });
    await writeFile(at('short.npy'), Buffer.concat([encodeNpy({ shape: [3, 4, 64], data: new Float32Array(3 * 256).fill(0.1) })].flat()));
    expect(await index('own', '--modality', 'text', '--in', at('short.npy'))).toMatchObject({ size: 17, modalities: { text: 10 } });
  });

  it('indexes and encodes raw media, alone or in a manifest, whose ids they bear, by a checkpoint that the index remembers', async () => {
    await writeFile(at('raw.csv'), 'id,audio,image,speaker\nlow,tone.wav,blue.png,anna\nhigh,tone.wav,blue.png,bert\n');
    const add = [
      'index',
      'add',
      '--index',
      at('raw'),
      '--run',
      run,
      '--modality',
      'audio,video',
      '--in',
      at('raw.csv'),
      '--step',
      '2',
      '--json',
    ];
    const { code, stdout, stderr } = await runHere(add);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(JSON.parse(stdout)).toMatchObject({ size: 4, modalities: { audio: 2, video: 2 } });
    expect(stderr.match(/column 'speaker' is unknown and left out/g)).toHaveLength(1);
    expect(await index('raw', '--modality', 'audio', '--in', at('tone.wav'), '--step', '2')).toMatchObject({
      size: 5,
      modalities: { audio: 3 },
    });
    const { hits } = await json<{ hits: Hit[] }>('search', '--index', at('raw'), '--audio', at('tone.wav'), '--among', 'audio');
    expect(hits.map(({ id, score }) => [id, score.toFixed(4)])).toEqual(
      expect.arrayContaining([
        ['low', '1.0000'],
        ['high', '1.0000'],
        [at('tone.wav'), '1.0000'],
      ]),
    );
    const encode = (clips: string) => json('encode', '--run', run, '--modality', 'video', '--in', at(clips), '--out', at('codes.npy'));
    expect(await encode('raw.csv')).toMatchObject({ shape: [2, 10] });
    const { data } = decodeNpy(await readFile(at('codes.npy')), 'codes.npy');
    expect(await encode('blue.png')).toMatchObject({ shape: [1, 10] });
    expect([...decodeNpy(await readFile(at('codes.npy')), 'codes.npy').data]).toEqual([...data.slice(0, 10)]);
    expect([...data.slice(10)]).toEqual([...data.slice(0, 10)]);
  }, 60_000);

  it('leaves out clips of a manifest that cannot be read, names them, and goes on', async () => {
    await writeFile(at('torn.png'), (await readFile(at('blue.png'))).subarray(0, 40));
    await writeFile(at('torn.csv'), 'id,image\ntorn,torn.png\nwhole,blue.png\nnone,none.png\n');
    const of = ['--run', run, '--modality', 'video', '--in', at('torn.csv'), '--json'];
    const encoded = await runHere(['encode', ...of, '--out', at('torn.npy')]);
    expect({ ...encoded, stdout: JSON.parse(encoded.stdout) as unknown }).toMatchObject({
      code: 3,
      stdout: { shape: [3, 10], leftOut: 2 },
    });
    expect(encoded.stderr).toContain(`left out 'torn': ${at('torn.csv')}:2: clip 'torn': `);
    expect(encoded.stderr).toContain(`left out 'none': ${at('torn.csv')}:4: clip 'none': ${at('none.png')}: is missing`);
    const codes = [...decodeNpy(await readFile(at('torn.npy')), 'torn.npy').data].map(Number);
    expect(codes.map((code) => code === -1)).toEqual([0, 1, 2].flatMap((clip) => Array<boolean>(10).fill(clip !== 1)));
    const indexed = await runHere(['index', 'add', '--index', at('torn'), ...of]);
    expect({ ...indexed, stdout: JSON.parse(indexed.stdout) as unknown }).toMatchObject({
      code: 3,
      stdout: { size: 1, modalities: { video: 1 } },
    });
    await writeFile(at('gone.csv'), 'id,image\nnone,none.png\n');
    const none = await runHere(['encode', '--run', run, '--modality', 'video', '--in', at('gone.csv'), '--out', at('gone.npy')]);
    expect(none.code).toBe(2);
    expect(none.stderr).toContain('none.png: is missing');
  }, 60_000);

  it('stops at Ctrl-C between two batches, and keeps what it has reported', async () => {
    const clips = 40_000;
    await writeFile(
      at('many.npy'),
      Buffer.concat([encodeNpy({ shape: [clips, 1, 64], data: new Float32Array(clips * 64).fill(0.1) })].flat()),
    );
    let reported = 0;
    const { code, stdout, stderr } = await runCmg(
      ['index', 'add', '--index', at('stopped'), '--run', run, '--modality', 'text', '--in', at('many.npy'), '--json'],
      (child, written) => {
        reported = written.split('clips indexed').length - 1;
        if (reported === 1) child.kill('SIGINT');
      },
    );
    expect({ code, stderr }).toMatchObject({ code: 130 });
    expect(stderr).toContain('interrupted: ');
    const { size } = JSON.parse(stdout) as { size: number };
    expect(size).toBe(2048 * reported);
    expect(size).toBeLessThan(clips);
    expect(await show('stopped')).toMatchObject({ size });
  });

  it('finds clips by a sentence, a sound, a picture and another clip', async () => {
    for (const query of [
      ['--text', 'seven lamps were lit'],
      ['--audio', at('tone.wav')],
      ['--image', at('blue.png')],
    ]) {
      const hits = await search(...query, '--among', 'video', '--top', '3');
      expect(hits.map(({ modality }) => modality)).toEqual(['video', 'video', 'video']);
      expect(hits.every(({ score }, i) => Math.abs(score) <= 1.000001 && score <= (hits[i - 1]?.score ?? 2))).toBe(true);
    }
    const [best] = await search('--like', 'audio:test/5', '--top', '1');
    expect(best?.score).toBeCloseTo(1, 5);
  });

  it('finds clips by features of one clip, in one file', async () => {
    await writeFile(at('clip.npy'), Buffer.concat(encodeNpy({ shape: [7, 64], data: new Float32Array(7 * 64).fill(0.1) })));
    const hits = await search('--modality', 'text', '--in', at('clip.npy'), '--top', '2');
    expect(hits).toHaveLength(2);
  });

  it('finds by a retrieval head that was trained on the run', async () => {
    const heads = ['--task', 'retrieval', '--from', 'text', '--save', at('heads')];
    const { code, stderr } = await runHere(['transfer', '--run', run, ...heads]);
    if (code !== 0) throw new Error(stderr);
    const head = at('heads/retrieval-text-seed-0');
    expect(await index('projected', '--modality', 'audio', '--split', 'test', '--head', head)).toMatchObject({ width: 128 });
    const { hits } = await json<{ hits: Hit[] }>('search', '--index', at('projected'), '--text', 'two of them', '--top', '4');
    expect(hits).toHaveLength(4);
  });

  it.each([
    [['search', '--index', 'nowhere', '--text', 'x'], 'does not contain an index'],
    [['search', '--index', 'clips'], 'search by one of --text'],
    [['search', '--index', 'clips', '--text', 'x', '--image', 'y.png'], 'search by one of --text'],
    [['search', '--index', 'clips', '--like', 'audio:test/999'], "the index has no clip 'audio:test/999'"],
    [['search', '--index', 'clips', '--audio', 'missing.wav'], 'missing.wav'],
    [['search', '--index', 'clips', '--in', 'x.npy'], '--in needs --modality'],
    [['index', 'add', '--index', 'clips', '--modality', 'audio', '--split', 'test'], "required option '--run <folder>' not specified"],
    [['index', 'add', '--index', 'clips', '--run', 'tiny', '--modality', 'audio'], 'name one of --in and --split'],
    [['index', 'add', '--index', 'clips', '--run', 'tiny', '--modality', 'smell', '--split', 'test'], "no modality 'smell'"],
    [['index', 'add', '--index', 'clips', '--run', 'tiny', '--modality', 'audio', '--split', 'night'], "no split 'night'"],
  ])('%j is refused: %s', async (args, message) => {
    const inFolder = args.map((arg) => (['nowhere', 'clips', 'tiny', 'missing.wav'].includes(arg) ? at(arg) : arg));
    const { code, stderr } = await runHere(inFolder);
    expect(code).not.toBe(0);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('internal error');
  });
});

/** A second of a 440 Hz tone, 16 bits, one channel. */
function wav(rate: number): Buffer {
  const header = Buffer.alloc(44);
  const bytes = 2 * rate;
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + bytes, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(bytes, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(bytes, 40);
  const samples = Int16Array.from({ length: rate }, (_, i) => 8000 * Math.sin((2 * Math.PI * 440 * i) / rate));
  return Buffer.concat([header, Buffer.from(samples.buffer)]);
}
