import { codeReset, commitment, ema, sparsity } from '@cmg/codebook';
import { type Components, type ModalityPlugin, type ObjectiveFactory, Registry, type TrainingObserver } from '@cmg/core';
import { club, crossCpc } from '@cmg/dcid';
import { cmcm, crossCommitment, mmEma } from '@cmg/mm-ema';
import { audioPlugin } from '@cmg/modality-audio';
import { textPlugin } from '@cmg/modality-text';
import { videoPlugin } from '@cmg/modality-video';
import * as tf from '@tensorflow/tfjs';
import { loadModel, reconstruction } from '../src/index.js';
import { fakeComponents, fakeConfig, fakeRun, type FakeRun, liveTensors, timeless, withFolder } from './support/fake-run.js';
import { memoryDataset } from './support/memory-dataset.js';

const OBJECTIVES = [reconstruction, commitment, crossCommitment, club, crossCpc, cmcm, ema, mmEma, codeReset, sparsity];

const components: Components = {
  ...fakeComponents(),
  modalities: new Registry<ModalityPlugin>('modality', [audioPlugin, videoPlugin, textPlugin]),
  objectives: new Registry<ObjectiveFactory>('objective', OBJECTIVES),
};

const featureShapes = { audio: [6], video: [5, 5, 3], text: [4] };
const dataset = () => memoryDataset({ featureShapes, clips: 8, segments: 4 });

const small = { heads: 2, feedForward: 8, specificWidth: 6 };
const FULL = {
  modalities: [
    { use: 'audio', ...small },
    { use: 'video', ...small },
    { use: 'text', ...small, lstmWidth: 3 },
  ],
  width: 8,
  codebook: { size: 8 },
  objectives: [
    'reconstruction',
    'commitment',
    'cross-commitment',
    'club',
    'cross-cpc',
    'cmcm',
    'mm-ema',
    { use: 'code-reset', patience: 2 },
  ],
  training: { epochs: 3, batchSize: 4, learningRate: 1e-3 },
};
const config = fakeConfig(FULL, components);

describe('the full model', () => {
  let straight: FakeRun;
  beforeAll(() => withFolder(async (folder) => void (straight = await fakeRun(folder, { config, components, dataset: dataset() }))));

  it('trains on finite losses, and leaves no tensor behind', () =>
    withFolder(async (folder) => {
      const before = liveTensors();
      const counts: number[] = [];
      const observer: TrainingObserver = { onRecord: () => void counts.push(liveTensors()) };
      const { records } = await fakeRun(folder, { config, components, dataset: dataset(), observers: [observer] });
      expect(new Set(records.flatMap(({ losses }) => Object.keys(losses).map((name) => name.split('/')[0])))).toEqual(
        new Set(['reconstruction', 'commitment', 'cross-commitment', 'club', 'cross-cpc', 'cmcm']),
      );
      expect(records.every(({ total, losses }) => [total, ...Object.values(losses)].every(Number.isFinite))).toBe(true);
      expect(Object.keys(records[0]?.gradientNorms ?? {}).sort()).toEqual(['cross-cpc', 'decoder', 'encoder', 'front-end']);
      expect(counts).toEqual(Array(6).fill(counts[0]));
      expect(liveTensors()).toBe(before);
    }));

  it.each([1, 3, 5])('gives the same losses when stopped after step %d and resumed', (stop) =>
    withFolder(async (folder) => {
      const controller = new AbortController();
      const observer: TrainingObserver = {
        onStep: ({ step }) => {
          if (step === stop) controller.abort();
        },
      };
      const stopped = { config, components, dataset: dataset() };
      const first = await fakeRun(folder, { ...stopped, signal: controller.signal, observers: [observer] });
      const rest = await fakeRun(folder, { ...stopped, resume: true });
      expect(first.records.length).toBe(stop);
      expect(timeless([...first.records, ...rest.records])).toEqual(timeless(straight.records));
    }),
  );

  it.each([
    ['audio', 'video'],
    ['text', 'audio'],
  ])('trains on %s and %s alone, and encodes both', (...names) =>
    withFolder(async (folder) => {
      const modalities = FULL.modalities.filter(({ use }) => names.includes(use));
      const two = fakeConfig({ ...FULL, modalities }, components);
      const { records } = await fakeRun(folder, { config: two, components, dataset: dataset() });
      expect(records.every(({ total }) => Number.isFinite(total))).toBe(true);
      const { model } = await loadModel(folder, components);
      for (const modality of model.modalities) {
        const { data, shape } = await dataset().read('train', modality, [0, 1]);
        const x = tf.tensor(data, [...shape]);
        const { indices, codes } = model.encode(modality, x);
        expect([indices.shape, codes.shape]).toEqual([
          [2, 4, 1],
          [2, 4, 8],
        ]);
        tf.dispose([x, indices, codes]);
      }
      model.dispose();
    }),
  );

  it.each(['never', 'always'])('trains clips of one segment, each seen with its neighbours, without cross-cpc: compile %s', (compile) =>
    withFolder(async (folder) => {
      const modalities = FULL.modalities.map((modality) => ({ ...modality, context: { window: 3 } }));
      const objectives = [
        ...FULL.objectives.filter((line) => line !== 'cross-cpc' && line !== 'mm-ema' && typeof line === 'string'),
        'sparsity',
        { use: 'mm-ema', pairing: 'cross-attention' },
        { use: 'code-reset', donor: 'aligned', rule: 'every', patience: 1, apart: 0.5 },
      ];
      const single = memoryDataset({ featureShapes, clips: 8, segments: 1 });
      const one = fakeConfig({ ...FULL, modalities, objectives, training: { ...FULL.training, compile } }, components);
      const { records } = await fakeRun(folder, { config: one, components, dataset: single });
      expect(records.every(({ total, losses }) => [total, ...Object.values(losses)].every(Number.isFinite))).toBe(true);
      const { model } = await loadModel(folder, components);
      const indices = tf.tidy(() => model.encode('video', tf.ones([3, 1, 5, 5, 3])).indices);
      expect(indices.shape).toEqual([3, 1, 1]);
      indices.dispose();
      model.dispose();
    }),
  );

  it('trains one modality on its own', () =>
    withFolder(async (folder) => {
      const one = fakeConfig(
        { ...FULL, modalities: FULL.modalities.slice(0, 1), objectives: ['reconstruction', 'commitment', 'club'] },
        components,
      );
      const { outcome } = await fakeRun(folder, { config: one, components, dataset: dataset() });
      expect(outcome).toBe('finished');
    }));
});
