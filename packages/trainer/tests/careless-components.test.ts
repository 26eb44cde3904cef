import {
  CmgError,
  type Decoder,
  forModality,
  hostValue,
  type ModalityPlugin,
  type ObjectiveFactory,
  type ObserverFactory,
  Registry,
  type StepState,
  type Terms,
} from '@cmg/core';
import { jest } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { fakeModality } from './support/fake-modality.js';
import { fakeComponents, fakeConfig, fakeRun, withFolder } from './support/fake-run.js';

const none = z.strictObject({});

/** An objective of these terms. */
const objective = (terms: (step: StepState) => Terms): ObjectiveFactory => ({
  name: 'mine',
  description: 'for tests',
  options: none,
  create: () => ({ terms }),
});

/** The scale of a step's loss. */
const anyLoss = (step: StepState): tf.Scalar => tf.mean(tf.square(forModality(step.semantic, 'sound')));

async function runWith(mine: ObjectiveFactory, overrides: Record<string, unknown> = {}, observers: ObserverFactory[] = []): Promise<void> {
  const components = fakeComponents([mine], observers);
  const config = fakeConfig({ objectives: ['mine', 'commitment'], training: { compile: 'never', epochs: 6 }, ...overrides }, components);
  await withFolder((folder) => fakeRun(folder, { components, config }));
}

/** What the process is warned of meanwhile. */
async function warningsOf(body: () => Promise<void>): Promise<unknown[]> {
  const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  try {
    await body();
    return warn.mock.calls.map(([message]) => message);
  } finally {
    warn.mockRestore();
  }
}

describe('tensors that are left behind', () => {
  it('in each step are warned of once', async () => {
    const kept: tf.Tensor[] = [];
    const leaking = objective((step) => {
      kept.push(tf.keep(tf.scalar(1)), tf.keep(tf.scalar(2)));
      return { losses: { all: anyLoss(step) } };
    });
    expect(await warningsOf(() => runWith(leaking))).toEqual([
      'the training step (modalities, objectives, optimiser): the number of tensors in memory grows each time, now by 2',
    ]);
    tf.dispose(kept);
  });

  it('by an observer are warned of, too', async () => {
    const kept: tf.Tensor[] = [];
    const observer: ObserverFactory = {
      name: 'keeper',
      description: 'for tests',
      options: none,
      create: () => ({ onStep: () => void kept.push(tf.scalar(1)) }),
    };
    const warnings = await warningsOf(() =>
      runWith(
        objective((step) => ({ losses: { all: anyLoss(step) } })),
        { observers: ['keeper'] },
        [observer],
      ),
    );
    expect(warnings).toEqual([
      'training between two steps (observers, data set): the number of tensors in memory grows each time, now by 1',
    ]);
    tf.dispose(kept);
  });

  it('once are what an objective makes at its first step', async () => {
    let constant: tf.Scalar | undefined;
    const lazy = objective((step) => ({ losses: { all: tf.mul(anyLoss(step), (constant ??= tf.keep(tf.scalar(0.5)))) } }));
    expect(await warningsOf(() => runWith(lazy))).toEqual([]);
    constant?.dispose();
  });
});

describe('draws without a seed', () => {
  it.each([
    ['Math.random', (step: StepState) => anyLoss(step).mul(Math.random())],
    ['tf.randomNormal', (step: StepState) => anyLoss(step).add(tf.randomNormal([]))],
    ['Math.random in a host value', (step: StepState) => anyLoss(step).mul(hostValue(() => tf.scalar(Math.random())))],
  ])('are an error that names the objective: %s', async (_, loss) => {
    const { random } = Math;
    await expect(runWith(objective((step) => ({ losses: { all: loss(step) as tf.Scalar } })))).rejects.toThrow(
      "objective 'mine': uses Math.random or tf.random*, so two runs with the same seed would differ",
    );
    expect(Math.random).toBe(random);
  });
});

it.each([
  [{ losses: { audio: tf.tensor1d([1, 2]) } }, "objective 'mine': 'audio' has shape [2], expected a tensor that is a scalar"],
  [{ losses: { audio: 3 } }, "objective 'mine': 'audio' is 3, expected a tensor that is a scalar"],
])('a loss that is not a scalar names its objective', async (terms, message) => {
  await expect(runWith(objective(() => terms as unknown as Terms))).rejects.toThrow(message);
});

describe('a part of a plugin that gives a wrong shape', () => {
  type Parts = Pick<ModalityPlugin, 'createSemanticEncoder' | 'createSpecificEncoder' | 'createDecoder'>;
  const sound = fakeModality('sound') as ModalityPlugin;
  const cut = (x: tf.Tensor) => tf.slice(x, [0, 0, 0], [x.shape[0], x.shape[1] as number, 2]);

  it.each<[string, Partial<Parts>, string]>([
    [
      'semantic encoder',
      { createSemanticEncoder: () => ({ apply: (x) => cut(x) as tf.Tensor3D }) },
      'semantic encoder: expected [3, 3, 6], got [3, 3, 2]',
    ],
    [
      'specific encoder',
      {
        createSpecificEncoder: () => ({
          clubWidth: 3,
          specificShape: [2],
          apply: (x) => ({ specific: cut(x), clubView: cut(x) as tf.Tensor3D }),
        }),
      },
      'specific encoder, clubView: expected [3, 3, 3], got [3, 3, 2]',
    ],
    ['decoder', { createDecoder: () => ({ apply: (_q, s) => cut(s) }) }, 'decoder: expected [3, 3, 5], got [3, 3, 2]'],
    [
      'decoder',
      { createDecoder: (): Decoder => ({ apply: () => undefined as never }) },
      'decoder: expected [3, 3, 5], got undefined, which is not a tensor',
    ],
  ])('is named with its package: %s', async (_, parts, message) => {
    const components = {
      ...fakeComponents(),
      modalities: new Registry<ModalityPlugin>('modality', [{ ...sound, ...parts }, fakeModality('sight')]),
    };
    const config = fakeConfig({ modalities: ['sound', 'sight'], objectives: ['reconstruction', 'commitment'] }, components);
    const from = { specifier: '@me/sound', base: '/', version: '1.0.0' };
    const named = { ...config, modalities: config.modalities.map((line) => (line.use === 'sound' ? { ...line, from } : line)) };
    const run = withFolder((folder) => fakeRun(folder, { components, config: named }));
    await expect(run).rejects.toThrow(`modality 'sound' (package @me/sound 1.0.0): ${message}`);
    await expect(run).rejects.toBeInstanceOf(CmgError);
  });
});
