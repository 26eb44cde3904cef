import { loadConfig } from '@cmg/config';
import type { RunConfig } from '@cmg/core';
import { existsSync } from 'node:fs';
import { createComponents } from '../src/create-components.js';
import { readyMadeConfigs } from '../src/ready-made-configs.js';

const load = async (name: string) => (await loadConfig(name, createComponents())).config;

describe('ready-made configs', () => {
  it('are the files of a folder', () => {
    const configs = readyMadeConfigs();
    expect([...configs.keys()]).toEqual(expect.arrayContaining(['ave', 'digits', 'digits-baseline', 'preset-official']));
    expect([...configs.values()].every((file) => existsSync(file))).toBe(true);
  });

  it.each([...readyMadeConfigs().keys()])('%s is valid and bears its own name', async (name) => {
    expect((await load(name)).name).toBe(name);
  });

  it('compare like with like: Baseline differs from the default in its objectives alone', async () => {
    const { objectives: few, name: _baseline, ...baseline } = await load('digits-baseline');
    const { objectives: all, name: _full, ...full } = await load('digits');
    expect(baseline).toEqual(full);
    expect(few.map(({ use }) => use)).toEqual(['reconstruction', 'commitment']);
    expect(all).toEqual(expect.arrayContaining([...few]));
  });

  it('train any pair of modalities alike, but for what is searched', async () => {
    const rest = ({ name: _name, modalities: _modalities, ...config }: RunConfig) => ({
      ...config,
      tasks: config.tasks.map(({ use, options: { gallery: _gallery, ...options } }) => ({ use, options })),
    });
    const full = await load('digits');
    for (const pair of [
      ['audio', 'video'],
      ['audio', 'text'],
      ['video', 'text'],
    ]) {
      const config = await load(`digits-${pair.join('-')}`);
      expect(config.modalities).toEqual(full.modalities.filter(({ use }) => pair.includes(use)));
      expect(rest(config)).toEqual(rest(full));
      expect(pair).toContain(config.tasks.find(({ use }) => use === 'retrieval')?.options['gallery']);
    }
  });

  it('train own clips by the objectives of the shipped default, but for those that make codes few', async () => {
    const [folder, digits] = [await load('folder'), await load('digits')];
    const names = (objectives: typeof digits.objectives) => objectives.map(({ use }) => use);
    expect(names(folder.objectives)).toEqual(names(digits.objectives).filter((use) => use !== 'sparsity'));
    expect(folder.objectives.find(({ use }) => use === 'code-reset')?.options).toMatchObject({ apart: 0 });
    expect(folder.modalities.map(({ context }) => context)).toEqual(['none', 'none']);
  });

  it('train the same model, of the official sizes, on each published data set', async () => {
    const { objectives, training, codebook, width } = await load('vggsound-avel');
    expect([codebook.options['size'], width, training.batchSize, training.learningRate]).toEqual([400, 256, 80, 4e-4]);
    for (const name of [
      'vggsound-avel-40k',
      'vggsound-avel-81k',
      'ave',
      'avvp',
      'ave-avvp',
      'ucf-vggsound',
      'avsbench-s4',
      'mscoco',
      'clotho',
      'folder-uni-code',
    ]) {
      expect(await load(name)).toMatchObject({ objectives, training, codebook, width });
    }
  });
});
