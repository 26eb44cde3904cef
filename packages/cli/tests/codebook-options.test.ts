import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeNpy, encodeNpy } from '@cmg/formats';
import { runCmg } from './support/run-cmg.js';
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
    const trained = await runCmg(['pretrain', '--config', config, '--out', folder]);
    expect(trained).toMatchObject({ code: 0 });
    const run = join(folder, 'tiny');
    const { code, stdout } = await runCmg(['transfer', '--run', run, '--from', 'audio', '--to', 'video,text', '--json']);
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as { clips: number }[]).map(({ clips }) => clips)).toEqual([24, 24]);
    const [features, codes] = [join(folder, 'audio.npy'), join(folder, 'codes.npy')];
    await writeFile(features, Buffer.concat(encodeNpy({ shape: [3, 10, 128], data: new Float32Array(3840).map((_, i) => Math.sin(i)) })));
    expect((await runCmg(['encode', '--run', run, '--modality', 'audio', '--in', features, '--out', codes])).code).toBe(0);
    const { shape, data } = decodeNpy(await readFile(codes), codes);
    expect(shape).toEqual([3, 10]);
    expect(Math.max(...data)).toBeLessThan(64);
  }, 240_000);

  it('refuses heads that cannot share the width, with the line of the config', async () => {
    const config = await tinyConfig(folder, { 'codebook: {size: 16}': 'codebook: {size: 16, heads: 3}' });
    const { code, stderr } = await runCmg(['pretrain', '--config', config, '--out', folder]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/tiny\.yaml:12:\d+: codebook\.heads: 3 heads cannot share a width of 16 equally/);
  }, 60_000);
});
