import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { decodeNpy, encodeNpy } from '@cmg/formats';
import { runCmg } from './support/run-cmg.js';
import { runHere } from './support/run-here.js';
import { tinyConfig } from './support/tiny-config.js';

/** What a run's losses were, step by step. */
async function losses(run: string): Promise<{ step: number; total: number }[]> {
  const lines = (await readFile(join(run, 'metrics.jsonl'), 'utf8')).trim().split('\n');
  return lines.map((line) => {
    const { step, total } = JSON.parse(line) as { step: number; total: number };
    return { step, total };
  });
}

describe('the cmg command', () => {
  let folder: string;
  let config: string;
  const out = (name: string) => join(folder, name);
  const pretrain = (name: string, ...more: string[]) => ['pretrain', '--config', config, '--out', out(name), ...more];
  /** Of a run that nothing disturbed. */
  let expected: { step: number; total: number }[];
  let run: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cmg-e2e-'));
    config = await tinyConfig(folder, { 'logEvery: 1}': 'logEvery: 1, keep: {every: 4}}' });
    const { code, stdout, stderr } = await runCmg(pretrain('straight', '--json'));
    if (code !== 0) throw new Error(stderr);
    run = out('straight/tiny');
    const { peakBytes, ...outcome } = JSON.parse(stdout) as { peakBytes: number };
    expect(outcome).toMatchObject({ outcome: 'finished', folder: run });
    // Node and TensorFlow alone have a third of a GB; a tiny model does not triple that.
    expect(peakBytes / 2 ** 30).toBeGreaterThan(0.15);
    expect(peakBytes / 2 ** 30).toBeLessThan(1.2);
    expected = await losses(run);
  }, 180_000);
  afterAll(() => rm(folder, { recursive: true }));

  it('pre-trains: 12 steps, falling losses, a run folder without leftovers', async () => {
    expect(expected.map(({ step }) => step)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    expect(expected.at(-1)?.total).toBeLessThan(expected[0]?.total ?? 0);
    expect((await readdir(run)).sort()).toEqual(
      expect.arrayContaining(['checkpoint.safetensors', 'config.yaml', 'metrics.jsonl', expect.stringMatching(/^events\.out\.tfevents/)]),
    );
    expect((await readdir(run)).filter((file) => file.endsWith('.tmp'))).toEqual([]);
  });

  it('gives the same losses to the same seed, and refuses to overwrite a run', async () => {
    expect(await runHere(pretrain('again'))).toMatchObject({ code: 0, stderr: expect.stringMatching(/at most \d\.\d GB of memory\n/) });
    expect(await losses(out('again/tiny'))).toEqual(expected);
    const { code, stderr } = await runHere(pretrain('again'));
    expect(code).toBe(2);
    expect(stderr).toContain('holds a run already');
  }, 180_000);

  it.each(['SIGKILL', 'SIGINT'] as const)(
    'goes on after %s as if nothing had happened',
    async (signal) => {
      let sent = false;
      const stopped = await runCmg(pretrain(signal), (child, stderr) => {
        // A line is written at the end of each epoch where stderr is no terminal.
        if (!sent && stderr.includes('epoch 1/3')) sent = child.kill(signal);
      });
      expect(stopped.code).toBe(signal === 'SIGINT' ? 130 : signal);
      if (signal === 'SIGINT') expect(stopped.stdout).toContain(`go on with: cmg ${pretrain(signal, '--resume').join(' ')}\n`);
      const { code, stderr } = await runCmg(pretrain(signal, '--resume'));
      expect({ code, stderr }).toMatchObject({ code: 0 });
      expect(await losses(out(`${signal}/tiny`))).toEqual(expected);
    },
    180_000,
  );

  it('transfers: a head per labelled modality, measured on each', async () => {
    const { code, stdout } = await runCmg(['transfer', '--run', run, '--from', 'audio', '--to', 'video,text', '--json']);
    expect(code).toBe(0);
    const results = JSON.parse(stdout) as { from: string; to: string; clips: number; measures: { chance: number } }[];
    expect(results.map(({ from, to, clips }) => ({ from, to, clips }))).toEqual([
      { from: 'audio', to: 'video', clips: 24 },
      { from: 'audio', to: 'text', clips: 24 },
    ]);
    expect(results[0]?.measures.chance).toBe(10);
    const wrong = await runHere(['transfer', '--run', run, '--from', 'smell']);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain("the run has no modality 'smell'");
  }, 180_000);

  it('keeps heads of a checkpoint that they remember, and predicts with one what it was not trained on', async () => {
    const saved = await runHere([
      'transfer',
      '--run',
      run,
      '--task',
      'localisation',
      '--from',
      'audio',
      '--seed',
      '4',
      '--seeds',
      '2',
      '--step',
      '8',
      '--save',
      out('heads'),
    ]);
    expect(saved.code).toBe(0);
    expect(saved.stdout).toMatch(/^localisation {2}audio -> video {2}f1 [\d.]+ ±[\d.]+, precision .*chance/m);
    const head = out('heads/localisation-audio-seed-5');
    expect((await readdir(out('heads'))).sort()).toEqual(['localisation-audio-seed-4', 'localisation-audio-seed-5']);
    expect(saved.stderr).toContain(`saved: ${head}`);
    const features = out('sentences.npy');
    await writeFile(features, Buffer.concat(encodeNpy({ shape: [2, 10, 64], data: new Float32Array(1280).map((_, i) => Math.cos(i)) })));
    const args = ['predict', '--head', head, '--modality', 'text', '--in', features];
    const printed = await runCmg([...args, '--json']);
    expect(printed.code).toBe(0);
    expect(JSON.parse(printed.stdout)).toMatchObject([{ clip: 0 }, { clip: 1 }]);
    expect((await runHere([...args, '--out', out('events.json')])).stdout).toContain('2 clips');
    expect(JSON.parse(await readFile(out('events.json'), 'utf8'))).toEqual(JSON.parse(printed.stdout));
    await writeFile(out('sentences.csv'), 'id,text\nrain,one.npy\nbell,one.npy\n');
    await writeFile(out('one.npy'), Buffer.concat(encodeNpy({ shape: [10, 64], data: new Float32Array(640).map((_, i) => Math.cos(i)) })));
    const named = await runHere([...args.slice(0, -1), out('sentences.csv')]);
    expect(named.stdout).toMatch(/^clip rain: .*\nclip bell: .*\n$/);
    await writeFile(out('raw.csv'), 'id,text\nfirst,three of them\nsecond,two\n');
    expect((await runHere([...args.slice(0, -1), out('raw.csv')])).stdout).toMatch(/^clip first: .*\nclip second: .*\n$/);
    expect((await runHere([...args.slice(0, -1), 'three of them'])).stdout).toMatch(/^clip three of them: .*\n$/);
    // The head was trained on ten segments and reads three.
    await writeFile(features, Buffer.concat(encodeNpy({ shape: [3, 3, 64], data: new Float32Array(576).map((_, i) => Math.cos(i)) })));
    const short = JSON.parse((await runHere([...args, '--json'])).stdout) as { clip: number; events: { segments: [number, number] }[] }[];
    expect(short.map(({ clip }) => clip)).toEqual([0, 1, 2]);
    expect(short.flatMap(({ events }) => events).every(({ segments: [begin, end] }) => begin < end && end <= 3)).toBe(true);
    const lost = await runHere([...args, '--run', folder]);
    expect(lost.code).toBe(2);
    expect(lost.stderr).toContain('there is no trained run in this folder');
  }, 240_000);

  it('encodes features into codes, and says which shape it wants', async () => {
    const features = out('audio.npy');
    await writeFile(features, Buffer.concat(encodeNpy({ shape: [3, 10, 128], data: new Float32Array(3840).map((_, i) => Math.sin(i)) })));
    const args = (to: string, ...more: string[]) => ['encode', '--run', run, '--in', features, '--out', out(to), ...more];
    expect((await runCmg(args('codes.npy', '--modality', 'audio'))).code).toBe(0);
    const codes = decodeNpy(await readFile(out('codes.npy')), 'codes.npy');
    expect(codes.shape).toEqual([3, 10]);
    expect(codes.data.every((code) => code >= 0 && code < 16)).toBe(true);
    expect((await runHere(args('vectors.npy', '--modality', 'audio', '--vectors'))).code).toBe(0);
    expect(decodeNpy(await readFile(out('vectors.npy')), 'vectors.npy').shape).toEqual([3, 10, 16]);
    const wrong = await runHere(args('none.npy', '--modality', 'video'));
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('features of video have shape [3, 10, 128]; expected [N, T, 7, 7, 64]');
  }, 180_000);

  it.each([1, 7, 23])(
    'encodes clips of %i segments by a model of ten',
    async (segments) => {
      const file = (name: string) => out(`${name}-${segments}.npy`);
      await writeFile(
        file('long'),
        Buffer.concat(encodeNpy({ shape: [2, segments, 128], data: new Float32Array(256 * segments).map((_, i) => Math.sin(i)) })),
      );
      expect(await runHere(['encode', '--run', run, '--modality', 'audio', '--in', file('long'), '--out', file('codes')])).toMatchObject({
        code: 0,
      });
      expect(decodeNpy(await readFile(file('codes')), 'codes.npy').shape).toEqual([2, segments]);
    },
    60_000,
  );

  it.each([
    ['encode', ['--run', 'RUN', '--modality', 'audio', '--in', 'OUT/audio.npy', '--out', 'OUT/stopped.npy'], 'stopped.npy was not written'],
    ['predict', ['--head', 'OUT/heads/localisation-audio-seed-5', '--modality', 'text', '--in', 'two', '--out', 'OUT/stopped.json'], ''],
    ['report', ['--run', 'RUN', '--out', 'OUT/stopped'], 'no report was written'],
  ])(
    'ends %s with exit code 130 at Ctrl-C, and writes nothing',
    async (command, args, told) => {
      const listening = process.listenerCount('SIGINT');
      const ended = runHere([command, ...args.map((arg) => arg.replace('RUN', run).replace('OUT', folder))]);
      const state = { over: false };
      void ended.then(() => (state.over = true));
      while (!state.over && process.listenerCount('SIGINT') === listening) await setImmediate();
      process.emit('SIGINT');
      const { code, stdout, stderr } = await ended;
      expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
      expect(stderr).toMatch(new RegExp(`interrupted.*${told}\n$`));
      expect((await readdir(folder)).filter((name) => name.startsWith('stopped'))).toEqual([]);
    },
    60_000,
  );

  it('refuses a damaged checkpoint, and leaves it as it is', async () => {
    expect((await runHere(pretrain('damaged', '--seed', '4'))).code).toBe(0);
    const file = out('damaged/tiny/checkpoint.safetensors');
    const bytes = await readFile(file);
    await copyFile(file, out('good'));
    bytes[bytes.length - 5] = (bytes[bytes.length - 5] ?? 0) ^ 1;
    await writeFile(file, bytes);
    const { code, stderr } = await runHere(pretrain('damaged', '--seed', '4', '--resume'));
    expect(code).toBe(1);
    expect(stderr).toContain(`${file}: is damaged`);
    expect(await readFile(file)).toEqual(bytes);
  }, 180_000);

  it('refuses a batch that is larger than the data', async () => {
    const other = await mkdtemp(join(folder, 'large-'));
    const large = await tinyConfig(other, { 'batchSize: 8': 'batchSize: 33' });
    const { code, stderr } = await runHere(['pretrain', '--config', large, '--out', other]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/33.*32|32.*33/s);
    expect(await readdir(other)).toEqual(['tiny.yaml']);
  }, 180_000);
});
