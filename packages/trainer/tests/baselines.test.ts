import { join } from 'node:path';
import { codis, infonce, lateInteraction, mst, sMit, turn } from '@cmg/baselines';
import { commitment } from '@cmg/codebook';
import { type Components, type ModalityPlugin, type ObjectiveFactory, Registry, type TrainingObserver } from '@cmg/core';
import { club, crossCpc } from '@cmg/dcid';
import { audioPlugin } from '@cmg/modality-audio';
import { textPlugin } from '@cmg/modality-text';
import { videoPlugin } from '@cmg/modality-video';
import type * as tf from '@tensorflow/tfjs';
import { type Model, reconstruction } from '../src/index.js';
import { fakeComponents, fakeConfig, fakeRun, liveTensors, timeless, withFolder } from './support/fake-run.js';
import { memoryDataset } from './support/memory-dataset.js';

const ALL = [reconstruction, commitment, club, crossCpc, infonce, lateInteraction, sMit, mst, codis, turn];

const components: Components = {
  ...fakeComponents(),
  modalities: new Registry<ModalityPlugin>('modality', [audioPlugin, videoPlugin, textPlugin]),
  objectives: new Registry<ObjectiveFactory>('objective', ALL),
};
const dataset = () => memoryDataset({ featureShapes: { audio: [6], video: [5, 5, 3], text: [4] }, clips: 8, segments: 4 });

const small = { heads: 2, feedForward: 8, specificWidth: 6, sharedLayers: true };
const MODALITIES = [
  { use: 'audio', ...small },
  { use: 'video', ...small },
  { use: 'text', ...small, lstmWidth: 3 },
];
const PLAIN = ['reconstruction', 'commitment'];

const config = (modalities: number, objectives: readonly unknown[], compile: 'always' | 'never' = 'never') =>
  fakeConfig(
    {
      modalities: MODALITIES.slice(0, modalities),
      width: 8,
      codebook: { size: 8 },
      objectives: [...PLAIN, ...objectives],
      training: { epochs: 2, batchSize: 4, learningRate: 1e-3, compile },
    },
    components,
  );

describe.each(['infonce', 'late-interaction', 's-mit', 'mst', 'codis', 'turn'])('%s', (name) => {
  it.each([
    ['two modalities', 2, []],
    ['three modalities, with DCID', 3, ['club', 'cross-cpc']],
  ] as const)('trains and frees all: %s', (_, modalities, dcid) =>
    withFolder(async (folder) => {
      const live = liveTensors();
      const { records } = await fakeRun(folder, { config: config(modalities, [...dcid, name]), components, dataset: dataset() });
      expect(records.length).toBe(4);
      for (const { total, losses } of records) {
        expect(Object.keys(losses).some((loss) => loss.startsWith(`${name}/`))).toBe(true);
        expect([total, ...Object.values(losses)].every(Number.isFinite)).toBe(true);
      }
      expect(liveTensors()).toBe(live);
    }),
  );
});

test('clips of one segment are trained on by all that needs no future', () =>
  withFolder(async (folder) => {
    const names = ALL.map(({ name }) => name).filter((name) => name !== 'cross-cpc' && !PLAIN.includes(name));
    const single = memoryDataset({ featureShapes: { audio: [6], video: [5, 5, 3], text: [4] }, clips: 8, segments: 1 });
    const live = liveTensors();
    const { records } = await fakeRun(join(folder, 'all'), { config: config(3, names), components, dataset: single });
    expect(Object.keys(records[3]?.losses ?? {}).map((loss) => loss.split('/')[0])).toEqual(expect.arrayContaining([...PLAIN, ...names]));
    for (const { total, losses } of records) expect([total, ...Object.values(losses)].every(Number.isFinite)).toBe(true);
    expect(liveTensors()).toBe(live);
    const future = fakeRun(join(folder, 'future'), { config: config(3, ['cross-cpc']), components, dataset: single });
    await expect(future).rejects.toThrow('cross-cpc: needs clips of at least 3 segments, but the data has 1');
  }));

describe('a teacher, shared layers and hidden segments', () => {
  const objectives = ['mst', { use: 'codis', momentum: 0.5, iterations: 5, patience: 1 }, 'turn'];
  const run = (folder: string, compile: 'always' | 'never', more: Parameters<typeof fakeRun>[1] = {}) =>
    fakeRun(folder, { config: config(2, objectives, compile), components, dataset: dataset(), ...more });

  it('give the losses of a run that was not stopped', () =>
    withFolder(async (folder) => {
      const controller = new AbortController();
      const observer: TrainingObserver = {
        onStep: ({ step }) => {
          if (step === 3) controller.abort();
        },
      };
      const taught: number[][] = [];
      const inspect = async (model: Model) => {
        taught.push([...(model.parameters.get('codis/teacher/transformer/layers/0/linear1/weight') as tf.Tensor).dataSync()]);
      };
      const straight = await run(join(folder, 'straight'), 'never', { inspect });
      const first = await run(join(folder, 'stopped'), 'never', { signal: controller.signal, observers: [observer] });
      const rest = await run(join(folder, 'stopped'), 'never', { resume: true, inspect });
      expect(timeless([...first.records, ...rest.records])).toEqual(timeless(straight.records));
      expect(taught[1]).toEqual(taught[0]);
    }));

  it('do in a compiled step what they do in one that is not', () =>
    withFolder(async (folder) => {
      const [compiled, plain] = [await run(join(folder, 'compiled'), 'always'), await run(join(folder, 'plain'), 'never')];
      compiled.records.forEach(({ losses, metrics }, i) => {
        const expected: Record<string, number> = { ...plain.records[i]?.losses, ...plain.records[i]?.metrics };
        for (const [name, value] of Object.entries({ ...losses, ...metrics })) {
          expect([name, value]).toEqual([name, expect.closeTo(expected[name] as number, 3)]);
        }
      });
    }));
});
