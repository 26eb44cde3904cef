import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrainingObserver } from '@cmg/core';
import { jest } from '@jest/globals';
import { loadModel, RunFolder } from '../src/index.js';
import { fakeComponents, fakeConfig, fakeRun, timeless, withFolder } from './support/fake-run.js';

/** Three epochs of four steps. */
const config = (keep: object, training: object = {}) => fakeConfig({ training: { epochs: 3, keep, ...training } });

const kept = async (folder: string) => (await readdir(join(folder, 'checkpoints'))).sort();

describe('checkpoints that are kept', () => {
  it.each([
    ['the last two by default', {}, [8, 12]],
    ['the last one', { last: 1 }, [12]],
    ['one every five steps, and the last', { last: 1, every: 5 }, [5, 10, 12]],
    ['one an epoch', { last: 1, every: 'epoch' }, [4, 8, 12]],
    ['more than there are', { last: 9 }, [4, 8, 12]],
  ])('are %s', (_, keep, steps) =>
    withFolder(async (folder) => {
      await fakeRun(folder, { config: config(keep) });
      expect(await new RunFolder(folder).keptSteps()).toEqual(steps);
      expect(await kept(folder)).toEqual(steps.map((step) => `step-${step}.safetensors`).sort());
      expect(await readFile(join(folder, 'checkpoint.safetensors'))).toEqual(
        await readFile(join(folder, 'checkpoints/step-12.safetensors')),
      );
    }),
  );

  it.each([
    ['after five minutes, at an epoch of a minute or more, and at the end', 2, [3, 4, 7, 8, 11, 12]],
    ['not at the end of each epoch, where epochs are short', 0.2, [8, 12]],
    ['at the end alone, of a short run', 0.01, [12]],
  ])('are written %s', (_, minutesPerStep, expected) =>
    withFolder(async (folder) => {
      let minutes = 0;
      const clock = jest.spyOn(performance, 'now').mockImplementation(() => minutes * 60_000);
      try {
        const steps: number[] = [];
        const observer: TrainingObserver = {
          onStep: () => void (minutes += minutesPerStep),
          onCheckpoint: ({ step }) => void steps.push(step),
        };
        await fakeRun(folder, { config: config({}), observers: [observer], checkpointEvery: {} });
        expect(steps).toEqual(expected);
      } finally {
        clock.mockRestore();
      }
    }),
  );

  it('are what a run that was not killed has, and so are the losses', () =>
    withFolder(async (folder) => {
      const keep = { last: 2, every: 5 };
      const straight = await fakeRun(join(folder, 'straight'), { config: config(keep) });
      const killed = join(folder, 'killed');
      const observer: TrainingObserver = {
        onStep: ({ step }) => {
          if (step === 7) throw new Error('killed');
        },
      };
      await expect(fakeRun(killed, { config: config(keep), observers: [observer] })).rejects.toThrow('killed');
      expect(await kept(killed)).toEqual(['step-4.safetensors', 'step-5.safetensors']);
      // A kill between a checkpoint and its second name, and one while a file is written.
      await writeFile(join(killed, 'checkpoints/step-6.safetensors'), 'not named yet');
      await writeFile(join(killed, 'checkpoints/step-7.safetensors.1234-0a1b2c3d.tmp'), 'cut short');
      const rest = await fakeRun(killed, { config: config(keep), resume: true });
      expect(timeless(rest.records)).toEqual(timeless(straight.records.slice(5)));
      expect(await kept(killed)).toEqual(await kept(join(folder, 'straight')));
      expect(await new RunFolder(killed).keptSteps()).toEqual([5, 10, 12]);
    }));

  it('may be others when a run goes on', () =>
    withFolder(async (folder) => {
      await fakeRun(folder, { config: config({ every: 3 }, { epochs: 1 }) });
      await fakeRun(folder, { config: config({ last: 1 }), resume: true });
      expect(await kept(folder)).toEqual(['step-12.safetensors']);
    }));

  it('are opened by their step; those that are not kept are named', () =>
    withFolder(async (folder) => {
      await fakeRun(folder, { config: config({}) });
      const stepOf = async (choice?: number | 'last' | 'best') => {
        const { model, info } = await loadModel(folder, fakeComponents(), undefined, choice);
        model.dispose();
        return info.step;
      };
      expect([await stepOf(), await stepOf('last'), await stepOf(8)]).toEqual([12, 12, 8]);
      await expect(stepOf(7)).rejects.toMatchObject({
        kind: 'usage',
        message: expect.stringContaining('the run keeps no checkpoint of step 7'),
        hint: 'It has: 8, 12, last. What is kept is said by training.keep of the config.',
      });
      await expect(stepOf('best')).rejects.toThrow('the run keeps no best checkpoint');
    }));
});
