import type { TrainingObserver } from '@cmg/core';
import { cmcm, crossCommitment, mmEma } from '@cmg/mm-ema';
import * as tf from '@tensorflow/tfjs';
import { loadModel, type Model } from '../src/index.js';
import {
  fakeComponents,
  fakeConfig,
  fakeRun,
  type FakeRun,
  FEATURE_SHAPES,
  liveTensors,
  timeless,
  withFolder,
} from './support/fake-run.js';
import { memoryDataset } from './support/memory-dataset.js';

const components = fakeComponents([mmEma, cmcm, crossCommitment]);
const dataset = () => memoryDataset({ featureShapes: FEATURE_SHAPES });

const OBJECTIVES = ['reconstruction', 'commitment', 'cross-commitment', 'cmcm', 'mm-ema'];

/** Each option of a codebook by itself, and all together. */
const CASES: Record<string, { readonly codebook: Record<string, unknown>; readonly objectives?: unknown[] }> = {
  'k-means start': { codebook: { initial: 'kmeans' } },
  'cosine distance': { codebook: { distance: 'cosine' } },
  'two heads': { codebook: { heads: 2 } },
  'rotation trick': { codebook: { gradient: 'rotation' } },
  residual: { codebook: { use: 'residual', levels: 3 }, objectives: [...OBJECTIVES, { use: 'code-reset', patience: 1 }] },
  'residual with dropout': {
    codebook: { use: 'residual', levels: 2, dropout: 0.5 },
    objectives: [...OBJECTIVES, { use: 'code-reset', donor: 'active-code' }],
  },
  'least count': { codebook: {}, objectives: [...OBJECTIVES, { use: 'code-reset', leastCount: 1.1 }] },
  'all of them': {
    codebook: { initial: 'kmeans', distance: 'cosine', heads: 3, gradient: 'rotation' },
    objectives: [...OBJECTIVES, { use: 'code-reset', leastCount: 1.1, donor: 'aligned' }],
  },
};

const configOf = ({ codebook, objectives = OBJECTIVES }: (typeof CASES)[string]) =>
  fakeConfig({ codebook: { size: 8, ...codebook }, objectives }, components);

async function encoded(model: Model): Promise<{ indices: number[][][]; codes: number[][][] }> {
  const { data, shape } = await dataset().read('train', 'words', [0, 1, 2, 3]);
  return tf.tidy(() => {
    const { indices, codes } = model.encode('words', tf.tensor(data, [...shape]));
    expect(tf.gather(model.vocabulary, indices).sum(2).arraySync()).toEqual(codes.arraySync());
    return { indices: indices.arraySync(), codes: codes.arraySync() };
  });
}

describe('options of a codebook', () => {
  let plain: FakeRun;
  const settings = () => ({ components, dataset: dataset() });
  beforeAll(() =>
    withFolder(async (folder) => void (plain = await fakeRun(folder, { ...settings(), config: configOf({ codebook: {} }) }))),
  );

  it.each(Object.entries(CASES))('%s: trains otherwise, is saved and loaded, encodes its codes, and leaves no tensor behind', (_, given) =>
    withFolder(async (folder) => {
      const config = configOf(given);
      const before = liveTensors();
      let trained: Awaited<ReturnType<typeof encoded>> | undefined;
      const { records } = await fakeRun(folder, { ...settings(), config, inspect: async (model) => void (trained = await encoded(model)) });
      expect(records.every(({ total }) => Number.isFinite(total))).toBe(true);
      expect(timeless(records)).not.toEqual(timeless(plain.records));
      const { model } = await loadModel(folder, components);
      expect(await encoded(model)).toEqual(trained);
      expect(trained?.indices.map((row) => row.length)).toEqual([3, 3, 3, 3]);
      const { heads = 1, levels = 1 } = config.codebook.options as { readonly heads?: number; readonly levels?: number };
      expect(model.vocabulary.shape).toEqual([8 ** heads * levels, 6]);
      expect(trained?.indices[0]?.[0]).toHaveLength(levels);
      model.dispose();
      expect(liveTensors()).toBe(before);
    }),
  );

  it.each(['all of them', 'residual with dropout'])('%s: the same losses when stopped and resumed', (name) =>
    withFolder(async (folder) => {
      const config = configOf(CASES[name] as (typeof CASES)[string]);
      const straight = await withFolder((other) => fakeRun(other, { ...settings(), config }));
      const controller = new AbortController();
      const observer: TrainingObserver = {
        onStep: ({ step }) => {
          if (step === 3) controller.abort();
        },
      };
      const first = await fakeRun(folder, { ...settings(), config, signal: controller.signal, observers: [observer] });
      const rest = await fakeRun(folder, { ...settings(), config, resume: true });
      expect(timeless([...first.records, ...rest.records])).toEqual(timeless(straight.records));
    }),
  );
});
