import type { ComponentOrigin, RunConfig } from '@cmg/core';
import { configDifference } from '../src/index.js';
import { fakeConfig } from './support/fake-run.js';

const from = (version: string, base = '/a'): ComponentOrigin => ({ specifier: '@me/sight', base, version });
const withOrigin = (origin?: ComponentOrigin): RunConfig => {
  const config = fakeConfig();
  return { ...config, modalities: config.modalities.map((modality, i) => (i === 1 && origin ? { ...modality, from: origin } : modality)) };
};

describe('configDifference', () => {
  it('names a component whose package has another version', () => {
    expect(configDifference(withOrigin(from('1.0.0')), withOrigin(from('1.1.0')))).toEqual([
      'modalities[1]: @me/sight 1.0.0 in the checkpoint, @me/sight 1.1.0 in the config',
    ]);
    expect(configDifference(withOrigin(), withOrigin(from('1.0.0')))).toEqual([
      'modalities[1]: a built-in component in the checkpoint, @me/sight 1.0.0 in the config',
    ]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['seed', { seed: 4 }, 'seed: 3 in the checkpoint, 4 in the config'],
    ['weight', { objectives: [{ use: 'reconstruction', weight: 2 }] }, 'objectives[0].weight: 1 in the checkpoint, 2 in the config'],
    [
      'context',
      { modalities: ['sound', 'sight', { use: 'words', context: { window: 3 } }] },
      'modalities[2].context: "clip" in the checkpoint, {"window":3} in the config',
    ],
    ['batch', { training: { batchSize: 4 } }, 'training.batchSize: 3 in the checkpoint, 4 in the config'],
    ['split', { training: { split: 'all' } }, 'training.split: "train" in the checkpoint, "all" in the config'],
    ['learning rate', { training: { learningRate: 0.02 } }, 'training.learningRate: 0.01 in the checkpoint, 0.02 in the config'],
  ])('refuses another %s', (_, more, line) => {
    const before = fakeConfig({ objectives: ['reconstruction'] });
    expect(configDifference(before, fakeConfig({ objectives: ['reconstruction'], ...more }))).toEqual([line]);
  });

  it('lets differ what changes no step', () => {
    const training = { epochs: 5, logEvery: 2, compile: 'never', keep: { last: 3 } };
    expect(configDifference(fakeConfig(), fakeConfig({ name: 'other', observers: ['tensorboard'], tasks: ['none'], training }))).toEqual(
      [],
    );
  });

  it('does not mind where a package or a file lies', () => {
    expect(configDifference(withOrigin(from('1.0.0', '/a')), withOrigin(from('1.0.0', '/b')))).toEqual([]);
    const file = (base: string): ComponentOrigin => ({ specifier: './sight.mjs', base });
    expect(configDifference(withOrigin(file('/a')), withOrigin(file('/b')))).toEqual([]);
  });
});
