import '../../../tools/jest/threads-from-sources.mjs';
import { configFromText, loadConfig } from '@cmg/config';
import { ownClipsConfig } from '@cmg/create';
import type { RunConfig } from '@cmg/core';
import { encodeNpy } from '@cmg/formats';
import { createComponents } from '@cmg/pipeline';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../src/main.js';
import { CapturedTerminal } from './support/captured-terminal.js';

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'cmg-init-'))));
afterEach(() => rm(folder, { recursive: true }));

/** A folder of features, 12 training clips and 4 to measure on unless `split` says otherwise. */
async function writeFeatures(modalities: readonly string[], split = (i: number) => (i < 12 ? 'train' : 'test')): Promise<string> {
  const root = join(folder, 'features');
  await mkdir(root);
  const file = (modality: string) => `${modality}.npy`;
  for (const modality of modalities) {
    await writeFile(join(root, file(modality)), Buffer.concat(encodeNpy({ shape: [3, 5], data: new Float32Array(15) })));
  }
  const rows = Array.from({ length: 16 }, (_, i) => [i, split(i), ['a', 'b'][i % 2], ...modalities.map(file)]);
  await writeFile(join(root, 'manifest.csv'), [['id', 'split', 'label', ...modalities], ...rows].map((row) => `${row.join()}\n`).join(''));
  return root;
}

describe('cmg init --data', () => {
  it('writes a config for the clips that are there, and nothing else', async () => {
    const features = await writeFeatures(['audio', 'text']);
    const terminal = new CapturedTerminal();
    expect({ code: await main(['init', join(folder, 'mine'), '--data', features], terminal), noted: terminal.noted }).toEqual({
      code: 0,
      noted: [],
    });
    expect(await readdir(join(folder, 'mine'))).toEqual(['config.yaml']);
    const { config } = await loadConfig(join(folder, 'mine', 'config.yaml'), createComponents());
    expect(config.data.options).toMatchObject({ root: features, normalise: 'standard' });
    expect(config.modalities.map(({ use, context }) => [use, context])).toEqual([
      ['audio', 'none'],
      ['text', 'none'],
    ]);
    expect(config.training).toMatchObject({ epochs: 300, batchSize: 12 });
    expect(terminal.printed.join('\n')).toContain('npx cmg transfer --run runs/own-clips');
  });

  it('trains as the ready-made config for own clips does', async () => {
    const written = ownClipsConfig({
      root: '/features',
      clips: 300,
      segments: 1,
      modalities: ['audio', 'video'],
      vectors: ['audio'],
      tasks: ['classification'],
    });
    const trained = ({ modalities, width, codebook, objectives, training, tasks }: RunConfig) => ({
      modalities,
      width,
      codebook,
      objectives,
      training,
      tasks,
    });
    const { config } = await configFromText(written, 'config.yaml', createComponents());
    expect(trained(config)).toEqual(trained((await loadConfig('folder', createComponents())).config));
  });

  it.each([
    [['audio'], undefined, 'has features of audio alone, and codes are learnt from pairs'],
    [['audio', 'text'], () => 'test', 'has no training clips'],
  ])('says why there is nothing to learn from: %j', async (modalities, split, message) => {
    const terminal = new CapturedTerminal();
    expect(await main(['init', join(folder, 'mine'), '--data', await writeFeatures(modalities, split)], terminal)).toBe(2);
    expect(terminal.noted.join('\n')).toContain(message);
    expect(await readdir(folder)).toEqual(['features']);
  });
});
