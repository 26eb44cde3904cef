import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runCmg } from './support/run-cmg.js';
import { PACKAGE, strangerFolder, writeVersion } from './support/stranger-folder.js';

describe('a run with a modality that cmg new made, in a folder outside of the repository', () => {
  let folder: string;
  const at = (name: string) => join(folder, name);
  async function cmg(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await runCmg(args);
    if (code !== 0) throw new Error(`${args.join(' ')}: ${stderr}`);
    return stdout;
  }
  beforeAll(async () => void (folder = await strangerFolder()), 120_000);
  afterAll(() => rm(folder, { recursive: true }));

  const encode = (...more: string[]) => [
    'encode',
    '--run',
    at('runs/walk'),
    '--modality',
    'imu',
    '--in',
    at('data/manifest.csv'),
    '--out',
    at('codes.npy'),
    ...more,
  ];

  it('is known to every command', async () => {
    expect(await cmg('pretrain', '--config', at('walk.yaml'), '--out', at('runs'))).toContain('done');
    expect(await cmg('transfer', '--run', at('runs/walk'), '--from', 'audio', '--to', 'imu', '--save', at('heads'))).toContain(
      'audio -> imu',
    );
    expect(await cmg(...encode())).toContain('[16, 5]');
    expect(
      await cmg('predict', '--head', at('heads/classification-audio-seed-0'), '--modality', 'imu', '--in', at('data/manifest.csv')),
    ).toMatch(/^clip clip0: /);
    expect(
      await cmg('index', 'add', '--index', at('clips'), '--run', at('runs/walk'), '--modality', 'audio,imu', '--split', 'test'),
    ).toContain('imu 4');
    expect(await cmg('index', 'show', '--index', at('clips'), '--json')).toContain('imu from @me/modality-imu 1.0.0');
    const found = await cmg(
      'search',
      '--index',
      at('clips'),
      '--modality',
      'imu',
      '--in',
      at('data/imu13.npy'),
      '--among',
      'audio',
      '--top',
      '2',
    );
    expect(found.trim().split('\n')).toHaveLength(2);
    expect(await cmg('report', '--run', at('runs/walk'))).toContain('walk');
    const web = JSON.parse(
      await cmg('export-web', '--run', at('runs/walk'), '--index', at('clips'), '--out', at('web'), '--json'),
    ) as object;
    expect(web).toMatchObject({
      modalities: ['audio'],
      notes: [expect.stringContaining('imu: comes from @me/modality-imu'), expect.any(String)],
    });
  }, 400_000);

  it('may be moved: the index goes on with it', async () => {
    await rename(at('runs/walk'), at('moved'));
    const add = ['index', 'add', '--index', at('clips'), '--run', at('moved'), '--modality', 'imu', '--in', at('data/manifest.csv')];
    expect(await cmg(...add)).toContain('imu 20');
    await rename(at('moved'), at('runs/walk'));
  }, 120_000);

  it('names the package that was removed, and what to install; --plugin says where it is', async () => {
    await rename(at(PACKAGE), at('moved'));
    const { code, stderr } = await runCmg(encode());
    expect(code).toBe(2);
    expect(stderr).toContain('@me/modality-imu');
    expect(stderr).toContain('npm install @me/modality-imu@1.0.0');
    expect(await cmg(...encode('--plugin', at('moved/dist/index.js')))).toContain('[16, 5]');
    await rename(at('moved'), at(PACKAGE));
  }, 120_000);

  it('names the version that was changed; --plugin goes on with it', async () => {
    await writeVersion(folder, '2.0.0');
    const { code, stderr } = await runCmg(encode());
    expect(code).toBe(2);
    expect(stderr).toMatch(/1\.0\.0.*2\.0\.0/s);
    expect(await cmg(...encode('--plugin', '@me/modality-imu'))).toContain('[16, 5]');
  }, 120_000);
});
