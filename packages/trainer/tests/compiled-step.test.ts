import { join } from 'node:path';
import { codeReset, commitment, ema, type EmaState } from '@cmg/codebook';
import {
  type Components,
  hostValue,
  type ModalityPlugin,
  type Objective,
  type ObjectiveFactory,
  Registry,
  type TrainingObserver,
} from '@cmg/core';
import { club, crossCpc } from '@cmg/dcid';
import { cmcm, crossCommitment, mmEma } from '@cmg/mm-ema';
import { audioPlugin } from '@cmg/modality-audio';
import { textPlugin } from '@cmg/modality-text';
import { videoPlugin } from '@cmg/modality-video';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { type Model, reconstruction } from '../src/index.js';
import { fakeComponents, fakeConfig, fakeRun, timeless, withFolder } from './support/fake-run.js';
import { memoryDataset } from './support/memory-dataset.js';

const OBJECTIVES = [
  reconstruction,
  commitment,
  crossCommitment,
  club,
  crossCpc,
  cmcm,
  ema,
  mmEma,
  codeReset,
] as unknown as ObjectiveFactory[];

const withObjectives = (...more: ObjectiveFactory[]): Components => ({
  ...fakeComponents(),
  modalities: new Registry<ModalityPlugin>('modality', [audioPlugin, videoPlugin, textPlugin]),
  objectives: new Registry<ObjectiveFactory>('objective', [...OBJECTIVES, ...more]),
});
const components = withObjectives();
const dataset = memoryDataset({ featureShapes: { audio: [6], video: [5, 5, 3], text: [4] }, clips: 10, segments: 5 });
const small = { heads: 2, feedForward: 8, specificWidth: 6 };

const MODALITIES = [
  { use: 'audio', ...small },
  { use: 'video', ...small },
  { use: 'text', ...small, lstmWidth: 3 },
];
/** Two are enough where it is not asked what each operation gives: a graph of all takes seconds to make. */
const TWO = { modalities: MODALITIES.filter(({ use }) => use !== 'video') };

const config = (compile: 'always' | 'never', more: Record<string, unknown> = {}) =>
  fakeConfig(
    {
      modalities: MODALITIES,
      width: 8,
      codebook: { size: 8 },
      objectives: [
        'reconstruction',
        'commitment',
        'cross-commitment',
        { use: 'club', bound: 'sampled' },
        { use: 'cross-cpc', selfWeight: 0.1 },
        'cmcm',
        'mm-ema',
        { use: 'code-reset', patience: 1, leastCount: 0.1 },
      ],
      ...more,
      training: { epochs: 3, batchSize: 5, learningRate: 1e-3, clip: { norm: 0.5 }, logEvery: 1, compile },
    },
    components,
  );

async function run(folder: string, settings: Parameters<typeof fakeRun>[1]) {
  let parameters: (readonly [string, number[]])[] = [];
  const inspect = async (model: Model) => {
    const { embedding } = model.codebookState as EmaState;
    parameters = [...model.parameters, ['codebook', embedding] as const].map(([path, tensor]) => [path, [...tensor.dataSync()]] as const);
  };
  return { ...(await fakeRun(folder, { components, dataset, inspect, ...settings })), parameters };
}

/** Elsewhere a compiled step is the step itself. */
const native = tf.getBackend() === 'tensorflow';

(native ? describe : describe.skip)('a compiled step', () => {
  it.each([
    ['sampled bound, heads', { codebook: { size: 8, heads: 2 } }],
    ['residual codes with dropout', { ...TWO, codebook: { use: 'residual', size: 8, levels: 3, dropout: 0.5 } }],
    [
      'full bound, the official settings',
      {
        objectives: [
          { use: 'reconstruction', targetGradient: 'flow' },
          'commitment',
          { use: 'club', steps: 3 },
          { use: 'cross-cpc', layers: 2, candidates: 'contexts', predictionSteps: 2 },
          { use: 'cmcm', variant: 'official' },
          { use: 'mm-ema', order: 'sequential' },
          { use: 'code-reset', donor: 'active-code', patience: 1 },
        ],
      },
    ],
  ])('does what the step does: losses, norms, codes, parameters; %s', (_, more) =>
    withFolder(async (folder) => {
      const [compiled, plain] = [
        await run(join(folder, 'compiled'), { config: config('always', more) }),
        await run(join(folder, 'plain'), { config: config('never', more) }),
      ];
      const numbers = ({ records }: typeof plain) =>
        records.map(({ total, losses, metrics, gradientNorms }) => ({ total, ...losses, ...metrics, ...gradientNorms }));
      numbers(compiled).forEach((step, i) => {
        const expected = numbers(plain)[i] as Record<string, number>;
        expect(Object.keys(step)).toEqual(Object.keys(expected));
        for (const [name, value] of Object.entries(step))
          expect([name, value / (expected[name] || 1)]).toEqual([name, expect.closeTo(expected[name] ? 1 : 0, 3)]);
      });
      expect(compiled.parameters.map(([path]) => path)).toEqual(plain.parameters.map(([path]) => path));
      const gaps = compiled.parameters.flatMap(([, values], i) =>
        values.map((value, j) => Math.abs(value - (plain.parameters[i]?.[1][j] as number))),
      );
      // Adam's first steps divide a gradient by its size: where that is tiny, its rounding shows in full, at most 2e-3 a step.
      expect(gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length).toBeLessThan(1e-5);
      expect(gaps.reduce((largest, gap) => Math.max(largest, gap), 0)).toBeLessThan(6 * 2e-3);
    }),
  );

  it('gives the losses of a run that was not stopped, bit for bit, after an interrupt; and leaves no tensor behind', () =>
    withFolder(async (folder) => {
      const straight = await run(join(folder, 'straight'), { config: config('always', TWO) });
      const controller = new AbortController();
      const observer: TrainingObserver = {
        onStep: ({ step }) => {
          if (step === 3) controller.abort();
        },
      };
      const live = tf.memory().numTensors;
      const first = await run(join(folder, 'stopped'), { config: config('always', TWO), signal: controller.signal, observers: [observer] });
      const rest = await run(join(folder, 'stopped'), { config: config('always', TWO), resume: true });
      expect(tf.memory().numTensors).toBe(live);
      expect(timeless([...first.records, ...rest.records])).toEqual(timeless(straight.records));
      expect(rest.parameters).toEqual(straight.parameters);
    }));

  it('goes on from a run that was not compiled', () =>
    withFolder(async (folder) => {
      const controller = new AbortController();
      const observer: TrainingObserver = {
        onStep: ({ step }) => {
          if (step === 3) controller.abort();
        },
      };
      await run(folder, { config: config('never', TWO), signal: controller.signal, observers: [observer] });
      const { records } = await run(folder, { config: config('always', TWO), resume: true });
      expect(records.map(({ step }) => step)).toEqual([4, 5, 6]);
    }));

  describe('with an objective of a user', () => {
    /** A loss of a draw. */
    const drawing = (terms: Objective['terms']): ObjectiveFactory => ({
      name: 'drawing',
      description: 'for tests',
      options: z.strictObject({}),
      create: () => ({ terms }) as Objective,
    });
    const losses = async (terms: Objective['terms']) => {
      const own = withObjectives(drawing(terms));
      return withFolder(async (folder) => {
        const changed = {
          ...config('always', TWO),
          objectives: [...config('always', TWO).objectives, { use: 'drawing', weight: 1, options: {} }],
        };
        const { records } = await fakeRun(folder, { components: own, dataset, config: changed });
        return records.map((record) => record.losses['drawing/draw']);
      });
    };

    it('draws anew in each step within a host value', async () => {
      const drawn = await losses(({ random }) => ({ losses: { draw: hostValue(() => tf.scalar(random.fork('drawing').uniform())) } }));
      expect(new Set(drawn).size).toBe(drawn.length);
    });

    it('is refused where it draws outside of one', async () => {
      const outside: Objective['terms'] = ({ random }) => ({ losses: { draw: tf.scalar(random.fork('drawing').uniform()) } });
      await expect(losses(outside)).rejects.toThrow("'drawing' is drawn outside a hostValue");
    });
  });
});
