import '../../../tools/jest/threads-from-sources.mjs';
import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from '../src/index.js';
import { CapturedTerminal } from './support/captured-terminal.js';

const fixture = (name: string) => fileURLToPath(new URL(`../../datasets/tests/fixtures/${name}`, import.meta.url));

async function cmg(...args: string[]) {
  const terminal = new CapturedTerminal();
  const code = await main(args, terminal);
  return { code, out: terminal.printed.join('\n'), err: terminal.noted.join('\n') };
}

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'cmg-data-'))));
afterAll(() => rm(folder, { recursive: true }));

describe('cmg data check', () => {
  it('counts clips and classes of each split, and ends with 0 where nothing is wrong', async () => {
    const { code, out } = await cmg('data', 'check', '--reader', 'folder', '--root', fixture('folder'));
    expect(code).toBe(0);
    expect(out).toMatch(/train\s+8\s+2\s+audio, video\ntest\s+4\s+2\s+audio, video/);
    expect(out).toMatch(/bell\s+4\s+2\ndog\s+4\s+2/);
    expect(out).toContain('fine; 24 arrays of features read');
  });

  it('names what is wrong by file and row, and ends with 1; --json has everything', async () => {
    const root = join(folder, 'broken');
    await cp(fixture('folder'), root, { recursive: true });
    await rename(join(root, 'audio/clip%203.npy'), join(root, 'audio/other.npy'));
    const { code, out } = await cmg('data', 'check', '--reader', 'folder', '--root', root);
    expect(code).toBe(1);
    expect(out).toContain(`${root}/audio/clip%203.npy: is missing\n  ${root}/manifest.csv:5 refers to it.`);
    const json = await cmg('data', 'check', '--reader', 'folder', '--root', root, '--json');
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({
      reader: 'folder',
      ok: false,
      findings: [{ level: 'error', where: `${root}/audio/clip%203.npy`, what: 'is missing', hint: `${root}/manifest.csv:5 refers to it.` }],
      splits: { train: { clips: 8, modalities: ['audio', 'video'], classes: { bell: 4, dog: 4 } } },
      arrays: 23,
    });
  });

  it('names a column that is no features, and one that is misspelt', async () => {
    const root = join(folder, 'columns');
    await cp(fixture('folder'), root, { recursive: true });
    const manifest = join(root, 'manifest.csv');
    const [header = '', ...rows] = (await readFile(manifest, 'utf8')).trim().split('\n');
    await writeFile(manifest, [header.replace('audio', 'adio'), ...rows].join('\n'));
    const misspelt = await cmg('data', 'check', '--reader', 'folder', '--root', root);
    expect(misspelt).toMatchObject({ code: 0, out: expect.stringContaining("the modality 'adio' is unknown; did you mean 'audio'?") });
    await writeFile(manifest, [`${header},speaker`, ...rows.map((row) => `${row},anna`)].join('\n'));
    const { code, out } = await cmg('data', 'check', '--reader', 'folder', '--root', root);
    expect(code).toBe(1);
    expect(out).toContain(`${manifest}:2: the column 'speaker' names 'anna', which is not an array file (.npy, `);
  });

  it('says where a data set is described and which files to fetch', async () => {
    const { code, out } = await cmg('data', 'check', '--reader', 'ave', '--root', join(folder, 'nowhere'));
    expect(code).toBe(1);
    expect(out).toContain('described at https://github.com/YapengTian/AVE-ECCV18');
    for (const file of ['visual_feature.h5', 'audio_feature.h5', 'labels.h5', 'train_order.h5'])
      expect(out).toContain(`/nowhere/${file}  `);
  });

  it('ends with 2 where it is not told which data', async () => {
    const { code, err } = await cmg('data', 'check');
    expect(code).toBe(2);
    expect(err).toContain('--config FILE, or --reader NAME: digits, folder, ave,');
  });
});
