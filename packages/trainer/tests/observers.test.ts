import type { ObserverFactory, TrainingObserver } from '@cmg/core';
import { access } from 'node:fs/promises';
import { z } from 'zod';
import { container, TRAINING_OBSERVER } from '../src/index.js';
import { fakeComponents, fakeConfig, fakeRun, withFolder } from './support/fake-run.js';

/** Writes down what it is told. */
const scribe = (told: string[], name = ''): TrainingObserver => ({
  onStart: ({ step, totalSteps }) => void told.push(`${name}start ${step} of ${totalSteps}`),
  onStep: ({ step }) => void told.push(`${name}step ${step}`),
  onRecord: async ({ step }) => void told.push(`${name}record ${step}`),
  onCheckpoint: async ({ step }) => void told.push(`${name}checkpoint ${step}`),
  onEpoch: ({ epoch }) => void told.push(`${name}epoch ${epoch}`),
  onEnd: (outcome) => void told.push(`${name}end ${outcome}`),
});

const TOLD = [
  'start 0 of 4',
  'step 1',
  'step 2',
  'record 2',
  'checkpoint 2',
  'epoch 1',
  'step 3',
  'step 4',
  'record 4',
  'checkpoint 4',
  'epoch 2',
  'end finished',
];

const training = { batchSize: 6, logEvery: 2 };

describe('observers', () => {
  it('of a config are made with their options, the folder and the config, and told of everything in order', () =>
    withFolder(async (folder) => {
      const told: string[] = [];
      const own: ObserverFactory<{ name: string }> = {
        name: 'scribe',
        description: 'for tests',
        options: z.strictObject({ name: z.string().default('nobody') }),
        create: ({ name }, build) => {
          told.push(`${name} in ${build.folder === folder}, ${build.config.name}`);
          return scribe(told);
        },
      };
      const components = fakeComponents([], [own]);
      await fakeRun(folder, { components, config: fakeConfig({ training, observers: [{ use: 'scribe', name: 'me' }] }, components) });
      expect(told).toEqual(['me in true, fake', ...TOLD]);
    }));

  it('registered in the parent are told of everything in order, after those of the config', () =>
    withFolder(async (folder) => {
      const told: string[] = [];
      const parent = container.createChildContainer();
      for (const name of ['a: ', 'b: ']) parent.register(TRAINING_OBSERVER, { useValue: scribe(told, name) });
      await fakeRun(folder, { config: fakeConfig({ training }), parent });
      expect(told).toEqual(TOLD.flatMap((line) => [`a: ${line}`, `b: ${line}`]));
    }));

  it('that write files are there unless they are not wanted', () =>
    withFolder(async (folder) => {
      await fakeRun(`${folder}/with`);
      await fakeRun(`${folder}/without`, { standardObservers: [] });
      await access(`${folder}/with/metrics.jsonl`);
      await expect(access(`${folder}/without/metrics.jsonl`)).rejects.toThrow();
    }));
});
