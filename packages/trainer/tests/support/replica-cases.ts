import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { codeReset, commitment, type EmaState } from '@cmg/codebook';
import { type CreateMainOptimizer, hostValue, type ObjectiveFactory, type ModalityPlugin, Registry } from '@cmg/core';
import { club, crossCpc } from '@cmg/dcid';
import { cmcm, crossCommitment, mmEma } from '@cmg/mm-ema';
import { audioPlugin } from '@cmg/modality-audio';
import { textPlugin } from '@cmg/modality-text';
import { videoPlugin } from '@cmg/modality-video';
import { ALONE, type Replicas } from '@cmg/runtime';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { container, createAdam, type Model, OPTIMIZER, reconstruction, REPLICAS } from '../../src/index.js';
import { fakeComponents, fakeConfig, fakeRun } from './fake-run.js';
import { memoryDataset } from './memory-dataset.js';

/** Knows nothing of processes: its draws, its contrasts and what it has decoded are of the whole batch. */
const stranger: ObjectiveFactory = {
  name: 'stranger',
  description: 'for tests: reads all that a step has',
  options: z.strictObject({}),
  create: () => ({
    terms: ({ modalities: [a, b], inputs, targets, specific, semantic, quantized, clubView, decode, random }) => {
      const [first, second] = [a as string, b as string];
      const target = targets[first] as tf.Tensor;
      const clips = target.shape[0];
      const weights = hostValue(() => tf.tensor1d(random.fork('stranger').uniforms(clips)));
      const rebuilt = decode(first, quantized[second] as tf.Tensor3D, specific[first] as tf.Tensor);
      const error = tf.square(tf.sub(rebuilt, target)).reshape([clips, -1]).mean(1).mul(weights);
      const centred = tf.sub(semantic[second] as tf.Tensor, tf.mean(semantic[second] as tf.Tensor, 0, true));
      return {
        losses: {
          weighted: tf.sum(error).div(tf.sum(weights)) as tf.Scalar,
          // Its value depends on the order of clips.
          neighbours: tf.mean(tf.square(tf.sub(centred, tf.reverse(clubView[first] as tf.Tensor, 0).mean(2, true)))) as tf.Scalar,
        },
        metrics: { 'input-range': tf.max(inputs[first] as tf.Tensor) as tf.Scalar },
      };
    },
  }),
};

const objectives = [reconstruction, commitment, crossCommitment, club, crossCpc, cmcm, mmEma, codeReset, stranger];
const components = {
  ...fakeComponents(),
  modalities: new Registry<ModalityPlugin>('modality', [audioPlugin, videoPlugin, textPlugin]),
  objectives: new Registry<ObjectiveFactory>('objective', objectives),
};
const FEATURES = { audio: [6], video: [5, 5, 3], text: [4] };
const small = { heads: 2, feedForward: 8, specificWidth: 6 };
const MODALITIES = { audio: { use: 'audio', ...small }, video: { use: 'video', ...small }, text: { use: 'text', ...small, lstmWidth: 3 } };

type Name = keyof typeof MODALITIES;

interface Case {
  readonly modalities: readonly Name[];
  readonly objectives: readonly unknown[];
  readonly training?: Readonly<Record<string, unknown>>;
}

const improved = [
  'reconstruction',
  'commitment',
  'cross-commitment',
  'club',
  'cross-cpc',
  'cmcm',
  'mm-ema',
  { use: 'code-reset', patience: 1, leastCount: 0.1 },
];
const official = [
  { use: 'reconstruction', targetGradient: 'flow' },
  'commitment',
  { use: 'club', steps: 3, bound: 'sampled' },
  { use: 'cross-cpc', layers: 2, candidates: 'contexts' },
  { use: 'cmcm', variant: 'official' },
  { use: 'mm-ema', order: 'sequential' },
  { use: 'code-reset', donor: 'active-code', patience: 1 },
];

/** Steps of each case: 10. */
export const CASES: Readonly<Record<string, Case>> = {
  'audio and video, what we ship': { modalities: ['audio', 'video'], objectives: improved },
  'audio and text, the official settings': { modalities: ['audio', 'text'], objectives: official },
  'three modalities, not compiled, an objective of a stranger, two batches a step': {
    modalities: ['audio', 'video', 'text'],
    objectives: ['stranger', 'commitment', 'mm-ema'],
    training: { compile: 'never', accumulate: 2, batchSize: 4 },
  },
};

/** The quickest case. */
export const QUICK = 'three modalities, not compiled, an objective of a stranger, two batches a step';

/** What training came to. */
export interface Outcome {
  readonly losses: readonly Readonly<Record<string, number>>[];
  /** Of the first step, by variable, in the order of the model. */
  readonly gradients: readonly (readonly number[])[];
  readonly codebook: Readonly<Record<string, readonly number[]>>;
  /** Of all weights and codes. */
  readonly hash: string;
}

export interface CaseOptions {
  readonly replicas?: Replicas;
  readonly seed?: number;
  readonly resume?: boolean;
  /** Called before the rows of each step are read. */
  readonly onRead?: (step: number, interrupt: () => void) => void;
}

/** Trains a case in a folder that all processes share. */
export async function trainCase(folder: string, name: string, options: CaseOptions = {}): Promise<Outcome> {
  const { replicas = ALONE, seed = 3, resume = false, onRead } = options;
  const abort = new AbortController();
  const { modalities, objectives: lines, training } = CASES[name] as Case;
  const config = fakeConfig(
    {
      seed,
      modalities: modalities.map((m) => MODALITIES[m]),
      width: 8,
      codebook: { size: 8 },
      objectives: lines,
      training: {
        batchSize: 8,
        steps: 10,
        epochs: 1,
        learningRate: 1e-3,
        clip: { norm: 0.5 },
        logEvery: 1,
        compile: 'always',
        ...training,
      },
    },
    components,
  );
  const dataset = memoryDataset({
    featureShapes: Object.fromEntries(modalities.map((m) => [m, FEATURES[m]])),
    clips: 16,
    segments: 5,
  });
  const { read } = dataset;
  let reads = 0;
  dataset.read = (split, modality, rows) => {
    if (modality === modalities[0]) onRead?.(reads++, () => abort.abort());
    return read.call(dataset, split, modality, rows);
  };
  let gradients: number[][] | undefined;
  const optimizer: CreateMainOptimizer = (parameters, settings) => {
    const adam = createAdam(parameters, settings);
    const step: typeof adam.step = (given, rate) => {
      gradients ??= [...parameters.values()].flatMap((variable) =>
        given[variable.name] ? [[...(given[variable.name] as tf.Tensor).dataSync()]] : [],
      );
      return adam.step(given, rate);
    };
    return { save: () => adam.save(), restore: (state) => adam.restore(state), dispose: () => adam.dispose(), step };
  };
  const parent = container.createChildContainer();
  parent.register(REPLICAS, { useValue: replicas });
  parent.register(OPTIMIZER, { useValue: optimizer });
  const losses: Record<string, number>[] = [];
  const outcome: { codebook: Record<string, number[]>; hash: string } = { codebook: {}, hash: '' };
  const inspect = async (model: Model) => {
    const hash = createHash('sha256');
    const codes = model.codebookState as EmaState;
    for (const tensor of [...model.parameters.values(), ...Object.values(codes)]) hash.update(await tensor.data());
    outcome.hash = hash.digest('hex');
    for (const [part, tensor] of Object.entries(codes)) outcome.codebook[part] = [...tensor.dataSync()];
  };
  await fakeRun(join(folder, name), {
    components,
    config,
    dataset,
    parent,
    inspect,
    resume,
    signal: abort.signal,
    standardObservers: [],
    observers: [{ onRecord: ({ total, losses: terms }) => void losses.push({ total, ...terms }) }],
  });
  return { losses, gradients: gradients ?? [], ...outcome };
}
