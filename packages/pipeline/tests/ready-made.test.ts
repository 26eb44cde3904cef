import { loadConfig } from '@cmg/config';
import type { RunConfig } from '@cmg/core';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createComponents } from '../src/create-components.js';
import { readyMade } from '../src/ready-made.js';

const folder = fileURLToPath(new URL('../../../configs/', import.meta.url));
const load = async (file: string) => (await loadConfig(readyMade(file), createComponents())).config;

describe('ready-made configs', () => {
  it.each(readdirSync(folder))('%s is valid and bears its own name', async (file) => {
    expect(`${(await load(file)).name}.yaml`).toBe(file);
  });

  it('compare like with like: Baseline differs from the full model in its objectives alone', async () => {
    const { objectives: few, name: _baseline, ...baseline } = await load('digits-baseline.yaml');
    const { objectives: all, name: _full, ...full } = await load('digits.yaml');
    expect(baseline).toEqual(full);
    expect(few.map(({ use }) => use)).toEqual(['reconstruction', 'commitment']);
    expect(all).toEqual(expect.arrayContaining([...few]));
  });

  it('train any pair of modalities alike, but for how hard they pull at each other and what is searched', async () => {
    const rest = ({ name: _name, modalities: _modalities, ...config }: RunConfig) => ({
      ...config,
      objectives: config.objectives.map(({ weight, ...objective }) => ({
        ...objective,
        weight: objective.use === 'cross-commitment' || weight,
      })),
      tasks: config.tasks.map(({ use, options: { gallery: _gallery, ...options } }) => ({ use, options })),
    });
    const full = await load('digits.yaml');
    for (const pair of [
      ['audio', 'video'],
      ['audio', 'text'],
      ['video', 'text'],
    ]) {
      const config = await load(`digits-${pair.join('-')}.yaml`);
      expect(config.modalities).toEqual(full.modalities.filter(({ use }) => pair.includes(use)));
      expect(rest(config)).toEqual(rest(full));
      expect(pair).toContain(config.tasks.find(({ use }) => use === 'retrieval')?.options['gallery']);
    }
  });

  it('train the same model, of the official sizes, on each published data set', async () => {
    const { objectives, training, codebook, width } = await load('vggsound-avel.yaml');
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
      'folder',
    ]) {
      expect(await load(`${name}.yaml`)).toMatchObject({ objectives, training, codebook, width });
    }
  });
});
