import '../../../tools/jest/threads-from-sources.mjs';
import { decodeNpy } from '@cmg/formats';
import { HAS_FFMPEG } from '@cmg/test-support';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../src/index.js';
import { CapturedTerminal } from './support/captured-terminal.js';
import { runCmg } from './support/run-cmg.js';
import { runHere } from './support/run-here.js';
import { tone } from './support/tone.js';

const folder = await mkdtemp(join(tmpdir(), 'cmg-extract-'));
afterAll(() => rm(folder, { recursive: true }));
const path = (...parts: string[]) => join(folder, ...parts);

const CLIPS = 40;
const extract = (...more: string[]) => [
  'extract',
  '--manifest',
  path('clips.csv'),
  '--out',
  path('features'),
  '--segments',
  '3',
  '--jobs',
  '1',
  ...more,
];

// What is not a WAV file goes to ffmpeg, a bad file too.
(HAS_FFMPEG ? describe : describe.skip)('cmg extract', () => {
  beforeAll(async () => {
    const rows = Array.from(
      { length: CLIPS },
      (_, i) => `clip${i},${i < 30 ? 'train' : 'test'},${i % 2 ? 'high' : 'low'},${i}.wav,tone number ${i}`,
    );
    for (let i = 0; i < CLIPS; i++) await writeFile(path(`${i}.wav`), tone(200 + 50 * i));
    await writeFile(path('5.wav'), 'no sound');
    await writeFile(path('clips.csv'), ['id,split,label,audio,text', ...rows].join('\n'));
  });

  it('goes on after Ctrl-C, leaves out a bad file and says so, and makes anew only what changed', async () => {
    // The bad file, the sixth, is told of at once: five clips are done by then.
    const stopped = await runCmg(extract(), (child, stderr) => {
      if (stderr.includes("left out 'clip5'")) child.kill('SIGINT');
    });
    expect(stopped).toMatchObject({ code: 130, stdout: expect.stringMatching(/^interrupted \(\d+ clips extracted, 0 kept/) });
    expect(stopped.stdout).toContain(`go on with: cmg ${extract().join(' ')}\n`);
    const first = Number(/\((\d+) clips/.exec(stopped.stdout)![1]);
    expect(first).toBeGreaterThanOrEqual(5);
    expect(first).toBeLessThan(CLIPS - 1);

    const { code, stdout, stderr } = await runHere(extract('--json'));
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'finished', extracted: CLIPS - 1 - first, kept: first, failed: [{ id: 'clip5' }] });
    expect(stderr).toContain(path('5.wav'));
    const manifest = (await readFile(path('features/manifest.csv'), 'utf8')).trim().split('\n');
    expect(manifest.length).toBe(CLIPS);
    expect(manifest[1]).toBe('clip0,train,low,,,audio/clip0.npy,text/clip0.npy');
    expect(decodeNpy(await readFile(path('features/audio/clip0.npy')), '').shape).toEqual([3, 128]);
    expect(decodeNpy(await readFile(path('features/text/clip7.npy')), '').shape).toEqual([3, 100]);

    await writeFile(path('5.wav'), tone(450));
    expect(await runHere(extract())).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`1 clips extracted, ${CLIPS - 1} kept, 0 left out`),
    });
    expect(await runHere(extract('--extractor', 'text=words:width=8'))).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`${CLIPS} clips extracted`),
    });
    expect(decodeNpy(await readFile(path('features/text/clip7.npy')), '').shape).toEqual([3, 8]);
  }, 120_000);

  it('makes a folder that the data set reader takes', async () => {
    const { code, stdout, stderr } = await runHere(['data', 'check', '--reader', 'folder', '--root', path('features'), '--json']);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      splits: { train: { clips: 30, classes: { high: 15, low: 15 } }, test: { clips: 10, modalities: ['audio', 'text'] } },
    });
  }, 60_000);

  it.each([
    [['extract', '--out', 'x'], "'--manifest' is missing"],
    [['extract', '--manifest', 'none.csv', '--out', 'x'], 'none.csv: the manifest is missing'],
    [extract('--modality', 'smell'), "unknown modality 'smell'"],
    [extract('--modality', 'audio', '--extractor', 'text=words'), "given for 'text', which is not extracted"],
    [extract('--extractor', 'audio=vggish'), "'vggish' needs the option 'weights'"],
    [extract('--extractor', 'text=words:width=none'), "extractor 'words' of text: width"],
    [extract('--length', 'squeeze'), 'Allowed choices are pad, resample, window'],
  ])('refuses wrong usage: %j', async (args, message) => {
    const terminal = new CapturedTerminal();
    expect(await main(args, terminal)).toBe(2);
    expect(terminal.noted.join('\n')).toContain(message);
  });

  it('lists the extractors', async () => {
    const terminal = new CapturedTerminal();
    expect(await main(['extract', '--list'], terminal)).toBe(0);
    const listed = terminal.printed.join('\n');
    for (const line of ['audio=log-mel (default)', 'audio=vggish', 'video=vgg19', 'text=transformers', 'frames per second'])
      expect(listed).toContain(line);
  });
});
