import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeReset, commitment, ema, residualCodebook, sharedCodebook } from '@cmg/codebook';
import {
  createRunContainer,
  type DataShapes,
  metricsFile,
  type Model,
  reconstruction,
  RUN_MODEL,
  TRAINER,
  tensorboard,
  type TrainOptions,
} from '../../src/index.js';
import { parseConfig } from '@cmg/config';
import {
  type CodebookFactory,
  type Components,
  type Dataset,
  type ModalityPlugin,
  type ObjectiveFactory,
  type ObserverFactory,
  Registry,
  type RunConfig,
  type TrainingObserver,
  type TrainingOutcome,
  type TrainingRecord,
} from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import type { DependencyContainer } from 'tsyringe';
import { z } from 'zod';
import { fakeModality } from './fake-modality.js';
import { agreement, innerFit } from './fake-objectives.js';
import { memoryDataset } from './memory-dataset.js';

const named = (name: string) => ({ name, description: 'for tests', options: z.strictObject({}) });

/** Components of a run on fakes: modalities `sound`, `sight` and `words` (the last with a front end). */
export function fakeComponents(objectives: readonly ObjectiveFactory[] = [], observers: readonly ObserverFactory[] = []): Components {
  const modalities: ModalityPlugin[] = [fakeModality('sound'), fakeModality('sight'), fakeModality('words', { frontEnd: true })];
  return {
    modalities: new Registry('modality', modalities),
    objectives: new Registry<ObjectiveFactory>('objective', [
      reconstruction,
      commitment,
      ema,
      codeReset,
      agreement,
      innerFit,
      ...objectives,
    ] as ObjectiveFactory[]),
    datasets: new Registry('data set', [named('memory') as never]),
    tasks: new Registry('task', [named('none') as never]),
    codebooks: new Registry<CodebookFactory>('codebook', [sharedCodebook, residualCodebook] as CodebookFactory[]),
    observers: new Registry<ObserverFactory>('observer', [metricsFile, tensorboard, ...observers]),
  };
}

export const FEATURE_SHAPES = { sound: [5], sight: [7], words: [4] };

/** A small valid config; `overrides` are merged at the top level. */
export function fakeConfig(overrides: Record<string, unknown> = {}, components: Components = fakeComponents()): RunConfig {
  const { config, issues } = parseConfig(
    {
      name: 'fake',
      seed: 3,
      data: 'memory',
      modalities: ['sound', 'sight', 'words'],
      width: 6,
      codebook: { size: 8 },
      objectives: ['reconstruction', 'commitment', 'inner-fit', 'code-reset'],
      ...overrides,
      training: { epochs: 2, batchSize: 3, learningRate: 1e-2, logEvery: 1, ...(overrides['training'] as object | undefined) },
    },
    components,
  );
  if (config === undefined) throw new Error(JSON.stringify(issues));
  return config;
}

export interface FakeRun {
  readonly outcome: TrainingOutcome;
  readonly records: readonly TrainingRecord[];
}

export interface FakeRunSettings extends TrainOptions {
  readonly config?: RunConfig;
  readonly components?: Components;
  readonly dataset?: Dataset;
  readonly shapes?: DataShapes;
  readonly observers?: readonly TrainingObserver[];
  readonly parent?: DependencyContainer;
  readonly standardObservers?: readonly ObserverFactory[];
  /** Sees the trained model before it is freed. */
  readonly inspect?: (model: Model) => Promise<void>;
}

/** An epoch of a few milliseconds is as good as one of minutes. */
const EACH_EPOCH = { minutesAtEpoch: 0 };

/** Trains in a folder through a container, frees everything, and returns what was recorded. */
export async function fakeRun(folder: string, settings: FakeRunSettings = {}): Promise<FakeRun> {
  const {
    components = fakeComponents(),
    dataset = memoryDataset({ featureShapes: FEATURE_SHAPES }),
    observers = [],
    standardObservers,
    parent,
    shapes,
    inspect,
    ...options
  } = settings;
  const records: TrainingRecord[] = [];
  const recorder: TrainingObserver = { onRecord: (record) => void records.push(record) };
  const run = createRunContainer(settings.config ?? fakeConfig({}, components), {
    components,
    dataset,
    folder,
    ...(parent && { parent }),
    ...(shapes && { shapes }),
    ...(standardObservers && { standardObservers }),
    observers: [recorder, ...observers],
  });
  const model = run.resolve(RUN_MODEL);
  try {
    const outcome = await run.resolve(TRAINER).run({ checkpointEvery: EACH_EPOCH, ...options });
    await inspect?.(model);
    return { outcome, records };
  } finally {
    await run.dispose();
    model.dispose();
  }
}

/** Runs `body` with a folder that is removed afterwards. */
export async function withFolder<T>(body: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'cmg-trainer-'));
  try {
    return await body(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What of a record does not depend on the clock. */
export const timeless = (records: readonly TrainingRecord[]) =>
  records.map(({ step, epoch, total, losses, metrics, gradientNorms, learningRate }) => ({
    step,
    epoch,
    total,
    losses,
    metrics,
    gradientNorms,
    learningRate,
  }));

export const liveTensors = () => tf.memory().numTensors;
