import '../../../tools/jest/threads-from-sources.mjs';
import { loadConfig } from '@cmg/config';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codeUse, createComponents, evaluate, openDataset, openRun, pretrain } from '../src/index.js';

const fixture = (name: string) => fileURLToPath(new URL(`../../datasets/tests/fixtures/${name}`, import.meta.url));

let root: string;
beforeAll(async () => void (root = await mkdtemp(join(tmpdir(), 'cmg-formats-'))));
afterAll(() => rm(root, { recursive: true }));

const SMALL = { layers: 1, feedForward: 8, specificWidth: 6, dropout: 0 };
const FORMATS = [
  ['HDF5', { use: 'ave', root: fixture('ave') }, ['audio', 'video'], 'test'],
  ['zipped pickles', { use: 'vggsound-avel', root: fixture('vggsound-avel'), text: 'text.npz' }, ['audio', 'video', 'text'], 'val'],
  ['.npy', { use: 'folder', root: fixture('folder') }, ['audio', 'video'], 'test'],
  [
    '.npz, .h5 and zipped pickles',
    { use: 'folder', root: fixture('folder-formats'), manifest: 'manifest.jsonl' },
    ['audio', 'video'],
    'test',
  ],
] as const;

describe('from files to a trained head', () => {
  it.each(FORMATS)('%s', async (name, data, modalities, split) => {
    const file = join(root, 'format.json');
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
    const { config: parsed, components } = await loadConfig(file, createComponents());
    const dataset = await openDataset(parsed.data, components);
    try {
      const folder = join(root, name);
      expect(await pretrain(parsed, { components, dataset, folder })).toEqual({ outcome: 'finished', folder });
      const run = await openRun(folder, { components });
      const transfer = await evaluate(run, { dataset });
      await codeUse(run, dataset, { testSplit: split });
      run.dispose();
      expect(transfer.map(({ from, to }) => `${from}-${to}`)).toEqual(
        modalities.flatMap((from) => modalities.map((to) => `${from}-${to}`)),
      );
      const own = transfer.filter(({ from, to }) => from === to).map(({ measures }) => measures.scores[measures.primary]);
      expect(Math.max(...(own as number[]))).toBeGreaterThan(90);
    } finally {
      await dataset.close();
    }
  });
});
