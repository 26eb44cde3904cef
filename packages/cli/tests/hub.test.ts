import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runHere } from './support/run-here.js';
import { tinyConfig } from './support/tiny-config.js';

describe('cmg push and cmg pull', () => {
  let folder: string;
  const at = (name: string) => join(folder, name);
  const cmg = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await runHere(args);
    if (code !== 0) throw new Error(stderr);
    return stdout;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cmg-push-'));
    const config = await tinyConfig(folder, { 'epochs: 3': 'epochs: 1' });
    await cmg('pretrain', '--config', config, '--out', folder);
    await cmg('transfer', '--run', at('tiny'), '--from', 'audio', '--save', at('heads'));
  }, 180_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('share a run whose heads predict the same elsewhere', async () => {
    const pushed = JSON.parse(
      await cmg('push', at('shared'), '--run', at('tiny'), '--heads', at('heads'), '--licence', 'mit', '--json'),
    ) as {
      files: string[];
    };
    expect(pushed.files).toHaveLength(7);
    expect(await readFile(at('shared/README.md'), 'utf8')).toMatch(/\| classification \| audio \| video \| test \| 0 \| accuracy [\d.]+/);
    await rm(at('shared/README.md'), { force: true });
    const { code, stderr } = await runHere(['pull', at('shared'), '--out', at('theirs')]);
    expect(code).toBe(2);
    expect(stderr).toContain(`error: ${at('shared/README.md')}: is missing`);
    await rm(at('shared'), { recursive: true });
    await cmg('push', at('shared'), '--run', at('tiny'), '--heads', at('heads'));
    const head = (await cmg('pull', at('shared'), '--out', at('theirs'))).trim().split('\n')[1] ?? '';
    expect(head).toBe(at('theirs/heads/classification-audio-seed-0'));
    const predict = (path: string) => cmg('predict', '--head', path, '--modality', 'text', '--in', 'seven lamps', '--json');
    expect(await predict(head)).toBe(await predict(at('heads/classification-audio-seed-0')));
  });
});
