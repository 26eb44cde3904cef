import '../../../tools/jest/threads-from-sources.mjs';
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { NdArray } from '@cmg/core';
import { encode, openHead, openRun, predict, type Run, searchIndex } from '@cmg/pipeline';
import { buildPage, CHROMIUM, HAS_FFMPEG, openPage, type OpenPage } from '@cmg/test-support';
import { loadRun } from '@cmg/web';
import sharp from 'sharp';
import { runHere } from './support/run-here.js';
import { tinyConfig } from './support/tiny-config.js';
import { tone } from './support/tone.js';

/** 3 modalities of 34 clips of 10 segments: 1,020 segments. */
const CLIPS = 34;
const WORDS = 'seven lamps by two doors';
const HEAD = 'classification-text-seed-0';

let folder: string;
let run: Run;
const at = (...names: string[]) => join(folder, ...names);

async function cmg(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runHere(args);
  if (code !== 0) throw new Error(stderr);
  return stdout;
}

/** The command fails, and says why. */
async function complaint(...args: string[]): Promise<string> {
  const { code, stderr } = await runHere(['export-web', ...args]);
  expect(code).toBe(2);
  return stderr;
}

/** Reads files as a server would give them. */
const files = async (url: URL): Promise<Response> =>
  readFile(fileURLToPath(url)).then(
    (bytes) => new Response(bytes),
    () => new Response(null, { status: 404, statusText: 'Not Found' }),
  );
const load = (name: string) => loadRun(pathToFileURL(at(name)), { fetch: files });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cmg-web-'));
  const config = await tinyConfig(folder, { 'epochs: 3': 'epochs: 1', 'test: 24': `test: ${CLIPS}` });
  await cmg('pretrain', '--config', config, '--out', folder);
  await cmg('transfer', '--run', at('tiny'), '--from', 'text', '--save', at('heads'));
  await cmg('index', 'add', '--index', at('clips'), '--run', at('tiny'), '--modality', 'audio,video', '--split', 'test');
  await cmg('export-web', '--run', at('tiny'), '--heads', at('heads', HEAD), '--index', at('clips'), '--out', at('web'));
  run = await openRun(at('tiny'));
}, 180_000);
afterAll(async () => {
  run.dispose();
  await rm(folder, { recursive: true, force: true });
});

describe('an exported run', () => {
  it('gives in Node what the run gives', async () => {
    const web = await load('web');
    expect(web.formats).toMatchObject({ audio: { sampleRate: 16000 }, video: { height: 56, width: 56 }, text: { kind: 'text' } });
    const { indices, notes } = await web.encode('text', { kind: 'words', text: WORDS });
    expect(indices).toEqual({ shape: [1, 10, 1], data: (await encode(run, 'text', { media: WORDS })).data });
    expect(notes).toEqual([]);
    const head = await openHead(at('heads', HEAD));
    const [wanted] = await predict(head, 'text', { media: WORDS });
    expect(await web.predict(HEAD, 'text', { kind: 'words', text: WORDS })).toEqual([wanted?.events]);
    head.dispose();
    const { hits } = await searchIndex(at('clips'), { modality: 'text', media: WORDS }, { among: ['audio'], top: 5 });
    const found = await web.search('text', { kind: 'words', text: WORDS }, { among: ['audio'], top: 5 });
    expect(found.map(({ score }) => score.toFixed(5))).toEqual(hits.map(({ score }) => score.toFixed(5)));
    await expect(web.encode('smell', { kind: 'words', text: WORDS })).rejects.toThrow("the run has no modality 'smell'");
    await expect(web.predict('none', 'text', { kind: 'words', text: WORDS })).rejects.toThrow(
      `the run has no head 'none'\n  It has ${HEAD}.`,
    );
    await expect(web.encode('text', { kind: 'sound', samples: new Float32Array(9), sampleRate: 9 })).rejects.toThrow(
      'text takes words, not sound',
    );
    web.dispose();
  });

  it('takes sounds and pictures as the run does', async () => {
    const web = await load('web');
    await writeFile(at('tone.wav'), tone(440));
    const samples = Float32Array.from({ length: 32000 }, (_, i) => Math.round(8000 * Math.sin((2 * Math.PI * 440 * i) / 16000)) / 32768);
    const sound = await web.encode('audio', { kind: 'sound', samples, sampleRate: 16000 });
    expect([...sound.indices.data]).toEqual([...(await encode(run, 'audio', { media: at('tone.wav') })).data]);
    const data = Uint8Array.from({ length: 56 * 56 * 3 }, (_, i) => (i * 7) % 251);
    await sharp(data, { raw: { width: 56, height: 56, channels: 3 } })
      .png()
      .toFile(at('pattern.png'));
    const picture = await web.encode('video', { kind: 'pictures', pixels: { data, shape: [1, 56, 56, 3] } });
    expect([...picture.indices.data]).toEqual([...(await encode(run, 'video', { media: at('pattern.png') })).data]);
    await expect(web.encode('audio', { kind: 'sound', samples, sampleRate: 8000 })).rejects.toThrow(
      'audio takes sound of 16000 samples a second, got 8000',
    );
    await expect(web.encode('video', { kind: 'pictures', pixels: { data, shape: [1, 28, 112, 3] } })).rejects.toThrow(
      'video takes pictures of shape [frames, 56, 56, 3], got [1, 28, 112, 3]',
    );
    web.dispose();
  });

  (HAS_FFMPEG ? it : it.skip)('hears a stream as `cmg listen` does, second by second', async () => {
    const web = await load('web');
    const { sampleRate, hear } = await web.listen('audio', [HEAD]);
    expect(sampleRate).toBe(16000);
    const second = (hertz: number) =>
      Float32Array.from({ length: 16000 }, (_, i) => Math.round(8000 * Math.sin((2 * Math.PI * hertz * i) / 16000)) / 32768);
    const [first, next] = [await hear(second(440)), await hear(second(440))];
    await writeFile(at('tone.wav'), tone(440));
    const lines = (await cmg('listen', '--head', at('heads', HEAD), '--in', at('tone.wav'), '--json')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as Record<string, unknown>)).toEqual(
      [first, next].map(({ codes, events }, i) => ({ second: i, codes, events: events[HEAD], milliseconds: expect.any(Number) })),
    );
    expect(await cmg('listen', '--run', at('tiny'), '--in', at('tone.wav'))).toMatch(
      /^ {2}0:00 {2}code \d+ .* ms\n {2}0:01 {2}code \d+ .* ms\n$/,
    );
    await expect(hear(new Float32Array(9))).rejects.toThrow('a second of audio is 16000 samples, got 9');
    await expect(web.listen('text')).rejects.toThrow('text is not made of sound');
    web.dispose();
    const refused = async (...args: string[]) => (await runHere(['listen', ...args])).stderr;
    expect(await refused('--in', at('tone.wav'))).toContain('neither --run nor --head is given');
    expect(await refused('--run', at('tiny'), '--device', 'pulse')).toContain("'pulse' names no device");
    expect(await refused('--run', at('tiny'), '--in', at('none.wav'))).toContain(at('none.wav'));
    expect(await refused('--run', at('tiny'), '--modality', 'text', '--in', at('tone.wav'))).toContain('text is not made of sound');
  });

  it('is half as large in float16, and larger files are cut', async () => {
    const [whole, half] = [
      await cmg('export-web', '--run', at('tiny'), '--out', at('whole'), '--json'),
      await cmg('export-web', '--run', at('tiny'), '--float16', '--out', at('half'), '--json'),
    ].map((text) => JSON.parse(text) as { bytes: number; notes: string[] });
    expect(half!.bytes).toBeLessThan(0.55 * whole!.bytes);
    expect(half!.notes).toEqual([]);
    const web = await load('half');
    expect((await web.encode('text', { kind: 'words', text: WORDS })).indices.shape).toEqual([1, 10, 1]);
    await expect(web.search('text', { kind: 'words', text: WORDS })).rejects.toThrow('the run has no index of clips');
    web.dispose();
  });

  it('is not read where a file is missing, damaged or longer', async () => {
    const { weights } = JSON.parse(await readFile(at('half', 'run.json'), 'utf8')) as { weights: { file: string }[] };
    const file = at('half', weights[0]!.file);
    const bytes = await readFile(file);
    await appendFile(file, 'x');
    await expect(load('half')).rejects.toThrow(`is larger than the ${bytes.length} bytes that run.json states`);
    await writeFile(file, bytes.subarray(1));
    await expect(load('half')).rejects.toThrow(`has ${bytes.length - 1} of the ${bytes.length} bytes that run.json states`);
    bytes[bytes.length - 1]! ^= 1;
    await writeFile(file, bytes);
    await expect(load('half')).rejects.toThrow('is damaged: its hash is not the one that run.json states');
    await rm(file);
    await expect(load('half')).rejects.toThrow('cannot be fetched: the server answers 404 Not Found');
    await writeFile(at('half', 'run.json'), '{"format": 2}');
    await expect(load('half')).rejects.toThrow('is not a run that `cmg export-web` of this version wrote');
  });

  it('is not written where something does not fit, and nothing is left', async () => {
    expect(await complaint('--run', at('tiny'), '--out', at('web'))).toContain('is there already');
    await mkdir(at('empty'));
    expect(await complaint('--run', at('tiny'), '--heads', at('empty'), '--out', at('new'))).toContain('there is no head in this folder');
    const description = JSON.parse(await readFile(at('heads', HEAD, 'head.json'), 'utf8')) as object;
    const weights = (description as { weights: string }).weights;
    await mkdir(at('own'));
    await writeFile(at('own', weights), await readFile(at('heads', HEAD, weights)));
    const head = (changes: object) => writeFile(at('own', 'head.json'), JSON.stringify({ ...description, ...changes }));
    await head({ taskFrom: { specifier: '@me/task', base: folder } });
    expect(await complaint('--run', at('tiny'), '--heads', at('own'), '--out', at('new'))).toContain(
      "its task 'classification' comes from @me/task",
    );
    await head({ run: { folder: '../tiny', checkpoint: 'other' } });
    expect(await complaint('--run', at('tiny'), '--heads', at('own'), '--out', at('new'))).toContain(
      'this run is not the one that the head',
    );
    expect(await complaint('--run', at('tiny'), '--index', at('empty'), '--out', at('new'))).toContain('does not contain an index');
    await expect(readFile(at('new', 'run.json'))).rejects.toThrow('ENOENT');
  });
});

(CHROMIUM === undefined ? describe.skip : describe)('in a browser', () => {
  let open: OpenPage;
  let said: string;
  const features: Record<string, NdArray> = {};
  beforeAll(async () => {
    said = await buildPage(join(import.meta.dirname, 'page'), at('site'));
    const dataset = await run.openDataset();
    await mkdir(at('features'));
    for (const modality of run.modalities) {
      const array = await dataset.read(
        'test',
        modality,
        Array.from({ length: CLIPS }, (_, clip) => clip),
      );
      features[modality] = array;
      await writeFile(at('features', `${modality}.f32`), array.data);
    }
    await dataset.close();
    await writeFile(at('features', 'tone.wav'), tone(440));
    await sharp({ create: { width: 64, height: 48, channels: 3, background: '#204080' } })
      .png()
      .toFile(at('features', 'blue.png'));
    const wasm = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
    open = await openPage({ '/': at('site'), '/run/': at('web'), '/features/': at('features'), '/wasm/': wasm });
    await open.page.waitForFunction('ready');
  }, 240_000);
  afterAll(() => (open as OpenPage | undefined)?.close());

  it('needs nothing of Node', () => {
    expect(said.split('\n').filter((line) => line.includes('externalized'))).toEqual([]);
    expect(open.errors).toEqual([]);
  });

  it.each(['shared', 'residual', 'audio', 'video', 'text', 'club', 'cross-cpc', 'cmcm', 'mm-ema', 'infonce'])(
    '%s passes its conformance suite',
    async (suite) => {
      const { checks, failed } = await open.page.evaluate<{ checks: number; failed: string[] }>(`check('${suite}', 'cpu')`);
      expect(failed).toEqual([]);
      expect(checks).toBeGreaterThan(8);
    },
    60_000,
  );

  it('a run gives the same codes as natively, but for ties', async () => {
    const { codes, events, hits } = (await useRun('wasm', run.modalities, CLIPS))!;
    let equal = 0;
    for (const modality of run.modalities) {
      const own = await encode(run, modality, features[modality]!);
      const differing = codes[modality]!.flatMap((code, i) => (code === own.data[i] ? [] : [i]));
      equal += codes[modality]!.length - differing.length;
      const { data: semantic } = await encode(run, modality, features[modality]!, { part: 'semantic' });
      for (const i of differing) {
        const [one, other] = [codes[modality]![i]!, own.data[i]!].map((code) => distance(semantic, i, code));
        expect(Math.abs(one! - other!)).toBeLessThan(1e-4 * other!);
      }
    }
    expect(equal).toBeGreaterThanOrEqual(Math.ceil(0.999 * 3 * CLIPS * 10));
    const node = await load('web');
    expect(events).toEqual([{ class: expect.any(String), score: expect.any(Number) }]);
    expect(hits.map(({ score }) => score.toFixed(4))).toEqual(
      (await node.search('text', { kind: 'words', text: WORDS }, { among: ['audio'], top: 3 })).map(({ score }) => score.toFixed(4)),
    );
    node.dispose();
  }, 60_000);

  it('and so it does on WebGL, where the browser has it', async () => {
    const few = 2;
    const found = await useRun('webgl', ['audio'], few);
    if (found === undefined) return;
    const own = await encode(run, 'audio', {
      shape: [few, ...features['audio']!.shape.slice(1)],
      data: features['audio']!.data.slice(0, few * 10 * 128),
    });
    expect(found.codes['audio']).toEqual([...own.data]);
  }, 120_000);

  it('decodes sounds and pictures as a run takes them', async () => {
    const { samples, loudest, shape, pixel } = await open.page.evaluate<Record<string, number | number[]>>('decode()');
    expect({ samples, shape, pixel }).toEqual({ samples: 16000, shape: [1, 4, 2, 3], pixel: [0x20, 0x40, 0x80] });
    expect(loudest).toBeCloseTo(0.244, 1);
  });

  interface Used {
    readonly codes: Readonly<Record<string, number[]>>;
    readonly events: readonly object[];
    readonly hits: readonly { readonly score: number }[];
  }

  function useRun(backend: string, modalities: readonly string[], clips: number): Promise<Used | undefined> {
    const shapes = Object.fromEntries(modalities.map((modality) => [modality, [clips, ...features[modality]!.shape.slice(1)]]));
    const wanted = JSON.stringify({ features: shapes, words: WORDS, head: HEAD });
    return open.page.evaluate<Used | undefined>(`useRun('/run/', '${backend}', ${wanted})`);
  }

  /** Squared distance of the z of a segment to a code. */
  function distance(semantic: NdArray['data'], segment: number, code: number): number {
    const codes = run.model.vocabulary.dataSync();
    const { width } = run.model;
    let sum = 0;
    for (let i = 0; i < width; i++) sum += (semantic[segment * width + i]! - codes[code * width + i]!) ** 2;
    return sum;
  }
});
