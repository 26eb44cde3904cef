import '../../../tools/jest/threads-from-sources.mjs';
import { cp, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { evaluateRun } from '../src/evaluate-run.js';
import { main } from '../src/index.js';
import { trainRun } from '../src/train-run.js';
import { Workbench } from '../src/workbench.js';
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
    expect(out).toContain(`${root}/audio/clip%203.npy: is missing\n  ${root}/manifest.csv:5 names it.`);
    const json = await cmg('data', 'check', '--reader', 'folder', '--root', root, '--json');
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({
      reader: 'folder',
      ok: false,
      findings: [{ level: 'error', where: `${root}/audio/clip%203.npy`, what: 'is missing', hint: `${root}/manifest.csv:5 names it.` }],
      splits: { train: { clips: 8, modalities: ['audio', 'video'], classes: { bell: 4, dog: 4 } } },
      arrays: 23,
    });
  });

  it('says where a data set is described and which files to fetch', async () => {
    const { code, out } = await cmg('data', 'check', '--reader', 'ave', '--root', join(folder, 'nowhere'));
    expect(code).toBe(1);
    expect(out).toContain('described at https://github.com/YapengTian/AVE-ECCV18');
    for (const file of ['visual_feature.h5', 'audio_feature.h5', 'labels.h5', 'train_order.h5']) expect(out).toContain(`/nowhere/${file}  `);
  });

  it('ends with 2 where it is not told which data', async () => {
    const { code, err } = await cmg('data', 'check');
    expect(code).toBe(2);
    expect(err).toContain('--config FILE, or --reader NAME: digits, folder, ave,');
  });
});

const SMALL = { layers: 1, feedForward: 8, specificWidth: 6, dropout: 0 };
const FORMATS = [
  ['HDF5', { use: 'ave', root: fixture('ave') }, ['audio', 'video'], 'test'],
  ['zipped pickles', { use: 'vggsound-avel', root: fixture('vggsound-avel'), text: 'text.npz' }, ['audio', 'video', 'text'], 'val'],
  ['.npy', { use: 'folder', root: fixture('folder') }, ['audio', 'video'], 'test'],
  ['.npz, .h5 and zipped pickles', { use: 'folder', root: fixture('folder-formats'), manifest: 'manifest.jsonl' }, ['audio', 'video'], 'test'],
] as const;

describe('from files to a trained head', () => {
  it.each(FORMATS)('%s', async (name, data, modalities, split) => {
    const file = join(folder, 'format.json');
    const config = {
      name: 'format',
      data,
      modalities: modalities.map((use) => ({ use, ...SMALL, ...(use === 'text' && { lstmWidth: 4 }) })),
      width: 16,
      codebook: { size: 16 },
      objectives: ['reconstruction', 'commitment', 'cross-commitment', 'cross-cpc', 'cmcm', 'mm-ema'],
      training: { epochs: 4, batchSize: 4, learningRate: 0.003 },
      tasks: [{ use: 'classification', protocol: 'official', epochs: 60, batchSize: 4, hidden: 16, learningRate: 0.02 }],
    };
    await writeFile(file, JSON.stringify(config));
    const workbench = new Workbench(new CapturedTerminal());
    const parsed = await workbench.loadConfig(file);
    const dataset = await workbench.openDataset(parsed.data);
    try {
      const run = join(folder, name);
      expect(await trainRun(workbench, parsed, { dataset, folder: run, resume: false })).toBe('finished');
      const { transfer } = await evaluateRun(workbench, { dataset, folder: run, tasks: parsed.tasks, seed: 0, split });
      expect(transfer.map(({ from, to }) => `${from}-${to}`)).toEqual(modalities.flatMap((from) => modalities.map((to) => `${from}-${to}`)));
      const own = transfer.filter(({ from, to }) => from === to).map(({ measures }) => measures.scores[measures.primary]);
      expect(Math.max(...(own as number[]))).toBeGreaterThan(90);
    } finally {
      await dataset.close();
    }
  });
});
