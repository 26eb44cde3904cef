import type { TrainingObserver } from '@cmg/core';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  Trainer as OwnTrainer,
  container,
  createRunContainer,
  LEARNING_RATE,
  OPTIMIZER,
  RUN_CONFIG,
  RUN_MODEL,
  TRAINER,
} from '../src/index.js';
import { fakeComponents, fakeConfig, fakeRun, FEATURE_SHAPES, liveTensors, timeless, withFolder } from './support/fake-run.js';
import { memoryDataset } from './support/memory-dataset.js';
import { createMomentum } from './support/momentum.js';

const withMomentum = () => container.createChildContainer().register(OPTIMIZER, { useValue: createMomentum });

describe('an own optimiser', () => {
  it.each(['never', 'always'] as const)('trains, is saved and goes on, bit for bit (compile: %s)', (compile) =>
    withFolder(async (folder) => {
      const config = fakeConfig({ training: { compile, learningRate: 0.05 } });
      const before = liveTensors();
      const whole = await fakeRun(`${folder}/whole`, { config, parent: withMomentum() });
      const controller = new AbortController();
      const stop: TrainingObserver = {
        onStep: ({ step }) => {
          if (step === 3) controller.abort();
        },
      };
      const first = await fakeRun(`${folder}/parts`, { config, parent: withMomentum(), observers: [stop], signal: controller.signal });
      const second = await fakeRun(`${folder}/parts`, { config, parent: withMomentum(), resume: true });
      expect([first.outcome, second.outcome]).toEqual(['interrupted', 'finished']);
      expect(timeless([...first.records, ...second.records])).toEqual(timeless(whole.records));
      expect(whole.records.at(-1)?.total).toBeLessThan(whole.records[0]?.total as number);
      const ours = await fakeRun(`${folder}/adam`, { config });
      expect(ours.records.at(-1)?.total).not.toBe(whole.records.at(-1)?.total);
      expect(liveTensors()).toBe(before);
    }),
  );

  it("does not go on from another one's checkpoint", () =>
    withFolder(async (folder) => {
      await fakeRun(folder, { config: fakeConfig({ training: { epochs: 1 } }) });
      await expect(
        fakeRun(folder, { config: fakeConfig({ training: { epochs: 2 } }), parent: withMomentum(), resume: true }),
      ).rejects.toThrow('the checkpoint is of another optimiser');
    }));
});

it('an own learning rate is what is trained with and logged', () =>
  withFolder(async (folder) => {
    const parent = container.createChildContainer().register(LEARNING_RATE, { useValue: (_options, step) => 0.01 / (1 + step) });
    const { records } = await fakeRun(folder, { parent });
    expect(records.map(({ learningRate }) => learningRate)).toEqual(records.map((_, step) => 0.01 / (1 + step)));
  }));

it('a run without any observer trains, and leaves no metrics file', () =>
  withFolder(async (folder) => {
    const dataset = memoryDataset({ featureShapes: FEATURE_SHAPES });
    const run = createRunContainer(fakeConfig(), { components: fakeComponents(), dataset, folder, standardObservers: [] });
    const trainer = run.resolve(TRAINER);
    expect(await trainer.run()).toBe('finished');
    expect(existsSync(`${folder}/metrics.jsonl`)).toBe(false);
    const model = run.resolve(RUN_MODEL);
    await run.dispose();
    model.dispose();
  }));

it('an own trainer is resolved with the parts of the run', () =>
  withFolder(async (folder) => {
    const parent = container.createChildContainer();
    const runs: string[] = [];
    parent.register(TRAINER, {
      useFactory: (run) => ({
        run: async () => {
          runs.push(run.resolve(RUN_CONFIG).name);
          return run.resolve(OwnTrainer).run();
        },
        dispose: () => undefined,
      }),
    });
    expect((await fakeRun(folder, { parent })).outcome).toBe('finished');
    expect(runs).toEqual(['fake']);
  }));

/** The tests import the sources without a polyfill, too. */
const built = existsSync(new URL('../dist/index.js', import.meta.url));

(built ? it : it.skip)('the built package is imported without a polyfill', async () => {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const script = `import { Trainer } from '@cmg/trainer'; import { container } from 'tsyringe'; console.log(typeof Trainer, typeof container.resolve)`;
  const at = fileURLToPath(new URL('..', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { cwd: at, env });
  expect(stdout.trim()).toBe('function function');
});
