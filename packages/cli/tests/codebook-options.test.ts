import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeNpy, encodeNpy } from '@cmg/formats';
import { runHere } from './support/run-here.js';
import { tinyConfig } from './support/tiny-config.js';

describe('a run with every option of its codebook', () => {
  let folder: string;
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'cmg-codebook-'))));
  afterAll(() => rm(folder, { recursive: true }));

  it('trains, transfers, and encodes one code a segment', async () => {
    const config = await tinyConfig(folder, {
      'codebook: {size: 16}': 'codebook: {size: 8, initial: kmeans, distance: cosine, heads: 2, gradient: rotation}',
      'patience: 5': 'leastCount: 0.2',
      'epochs: 3': 'epochs: 1',
    });
    const trained = await runHere(['pretrain', '--config', config, '--out', folder]);
    expect(trained).toMatchObject({ code: 0 });
    const run = join(folder, 'tiny');
    const { code, stdout } = await runHere(['transfer', '--run', run, '--from', 'audio', '--to', 'video,text', '--json']);
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as { clips: number }[]).map(({ clips }) => clips)).toEqual([24, 24]);
    const [features, codes] = [join(folder, 'audio.npy'), join(folder, 'codes.npy')];
    await writeFile(features, Buffer.concat(encodeNpy({ shape: [3, 10, 128], data: new Float32Array(3840).map((_, i) => Math.sin(i)) })));
    expect((await runHere(['encode', '--run', run, '--modality', 'audio', '--in', features, '--out', codes])).code).toBe(0);
    const { shape, data } = decodeNpy(await readFile(codes), codes);
    expect(shape).toEqual([3, 10]);
    expect(Math.max(...data)).toBeLessThan(64);
  }, 240_000);

  it('of several levels: trains, transfers, predicts, encodes, is indexed and searched', async () => {
    const config = await tinyConfig(folder, {
      'name: tiny': 'name: levels',
      'codebook: {size: 16}': 'codebook: {use: residual, levels: 3, size: 8, dropout: 0.5}',
      'epochs: 3': 'epochs: 1',
    });
    const cmg = async (...args: string[]) => {
      const { code, stdout, stderr } = await runHere(args);
      expect([code, stderr]).toEqual([0, expect.not.stringContaining('error')]);
      return stdout;
    };
    const [run, heads, index] = ['levels', 'heads', 'index'].map((name) => join(folder, name)) as [string, string, string];
    const [features, codes] = [join(folder, 'audio.npy'), join(folder, 'levels.npy')];
    await cmg('pretrain', '--config', config, '--out', folder);
    await cmg('transfer', '--run', run, '--from', 'audio', '--to', 'video', '--save', heads, '--json');
    await writeFile(features, Buffer.concat(encodeNpy({ shape: [3, 10, 128], data: new Float32Array(3840).map((_, i) => Math.sin(i)) })));
    await cmg('encode', '--run', run, '--modality', 'audio', '--in', features, '--out', codes);
    const { shape, data } = decodeNpy(await readFile(codes), codes);
    expect(shape).toEqual([3, 10, 3]);
    // Level l has the rows 8 l to 8 l + 7 of the table.
    expect(Array.from(data).every((code, i) => Math.floor(code / 8) === i % 3)).toBe(true);
    await cmg('predict', '--head', join(heads, 'classification-audio-seed-0'), '--modality', 'audio', '--in', features);
    await cmg('index', '--index', index, '--run', run, '--modality', 'audio,video', '--split', 'test');
    expect(await cmg('search', '--index', index, '--like', 'audio:test/3', '--in', 'video')).toMatch(/test\/\d+/);
  }, 240_000);

  it('refuses heads that cannot share the width, with the line of the config', async () => {
    const config = await tinyConfig(folder, { 'codebook: {size: 16}': 'codebook: {size: 16, heads: 3}' });
    const { code, stderr } = await runHere(['pretrain', '--config', config, '--out', folder]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/tiny\.yaml:12:\d+: codebook\.heads: 3 heads cannot share a width of 16 equally/);
  }, 60_000);
});
