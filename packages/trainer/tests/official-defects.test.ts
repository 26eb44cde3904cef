import { codebookUpdater, codeReset, type EmaState, initialCodebook, quantize, resetOptions, sharedCodebook } from '@cmg/codebook';
import {
  type Assignment,
  type Codebook,
  type CodebookFactory,
  type Dataset,
  forModality,
  type ModalityPlugin,
  type Objective,
  type ObjectiveBuild,
  ParameterScope,
  perModality,
  type PerModality,
  Random,
  Registry,
  type ResetOptions,
} from '@cmg/core';
import { digitsReader } from '@cmg/digits';
import { codeMatch, codeMatchingLoss, type CodeMatchingVariant, mmEma } from '@cmg/mm-ema';
import { audioPlugin } from '@cmg/modality-audio';
import { spatialPooling, videoPlugin } from '@cmg/modality-video';
import * as tf from '@tensorflow/tfjs';
import { buildModel } from '../src/index.js';
import { withFolder } from './support/fake-run.js';

/**
 * The mistakes of the official code, `official` against `improved`, on the shipped digits. What each does to transfer after
 * a whole training is in benchmarks/defaults/RESULTS.md.
 */
const CORPUS = {
  clips: { train: 160, val: 2, test: 2 },
  handwritings: { train: 4, val: 3, test: 3 },
  voices: { train: 3, val: 2, test: 2 },
  clutter: 0.25,
};
const MODALITIES = ['audio', 'video'];
const B = 40;
const STEPS = 4;
const K = 128;
const D = 32;

let frames: tf.Tensor5D;
/** z of the first clips of the corpus by untrained encoders, one batch a step. */
let semantic: PerModality<tf.Tensor3D>[];

beforeAll(() =>
  withFolder(async (cacheDir) => {
    const dataset = await digitsReader.open(digitsReader.options.parse(CORPUS), { cacheDir });
    const steps = await Promise.all(Array.from({ length: STEPS }, (_, step) => readBatch(dataset, step)));
    const model = buildModel(
      {
        seed: 0,
        width: D,
        codebook: { use: 'shared', options: {} },
        modalities: [
          { use: 'audio', options: audioPlugin.options.parse({ layers: 1, feedForward: 32, specificWidth: 4 }) },
          { use: 'video', options: videoPlugin.options.parse({ layers: 1, feedForward: 32, specificWidth: 4 }) },
        ],
      },
      {
        modalities: new Registry<ModalityPlugin>('modality', [audioPlugin, videoPlugin]),
        codebooks: new Registry<CodebookFactory>('codebook', [sharedCodebook]),
      },
      dataset,
    );
    semantic = steps.map((batch) => perModality(MODALITIES, (m) => tf.tidy(() => model.semantic(m, forModality(batch, m)))));
    frames = tf.tidy(() => (forModality(steps[0]!, 'video') as tf.Tensor5D).clone());
    model.dispose();
    tf.dispose(steps);
    await dataset.close();
  }),
);
afterAll(() => tf.dispose([frames, semantic]));

const CODEBOOK = sharedCodebook.create(sharedCodebook.options.parse({ size: K }), { width: D, modalities: MODALITIES });
/** Neither objective reads more of its build. */
const BUILD = { modalities: MODALITIES, codebook: CODEBOOK as Codebook } as unknown as ObjectiveBuild;
const MM_EMA = mmEma.create(mmEma.options.parse({}), BUILD);

describe('counts that start at zero', () => {
  it('throw each code that the first batch misses out of reach for good; counts of one leave it where it was', () => {
    tf.tidy(() => {
      const [official, improved] = [0, 1].map((initialCount) => learn(initialCount)) as [Learned, Learned];
      const missed = official.unused[0]!;
      expect(missed.length).toBeGreaterThan(K / 2);
      const growth = ({ start, after }: Learned) => missed.map((code) => lengthOf(after[0]!, code) / lengthOf(start, code));
      // N, about epsilon, divides m, about E.
      expect(Math.min(...growth(official))).toBeGreaterThan(1e4);
      for (const factor of growth(improved)) expect(factor).toBeCloseTo(1, 1);
      for (const later of official.unused.slice(1)) expect(later).toEqual(expect.arrayContaining(missed));
    });
  });
});

describe('a reset that writes the codes alone', () => {
  it('is undone by the next update where no segment has fallen on the code; one that writes the averages too lasts', () => {
    tf.tidy(() => {
      const official = afterReset('codes');
      const improved = afterReset('all');
      expect(official.length).toBeGreaterThan(0);
      expect(improved.length).toBeGreaterThan(0);
      // 1: back where the dead code was; 0: where the reset put it.
      for (const share of official) expect(share).toBeCloseTo(1, 3);
      for (const share of improved) expect(share).toBeCloseTo(0, 3);
    });
  });

  /** Of the codes that a reset moves and the next batch misses: which share of the way the next update takes them back. */
  function afterReset(writes: ResetOptions['writes']): number[] {
    const last = learn(1).after.at(-1)!;
    const reset: Objective = codeReset.create(resetOptions.parse({ patience: 2, donor: 'active-code', activeWithin: 2, writes }), BUILD);
    const left = codebookUpdater(CODEBOOK, [MM_EMA])(last, assign(0, last));
    const put = codebookUpdater(CODEBOOK, [MM_EMA, reset])(last, assign(0, last));
    const batch = assign(1, put);
    const next = codebookUpdater(CODEBOOK, [MM_EMA])(put, batch);
    const used = indicesOf(batch);
    return codesOf((code) => !used.has(code) && distance(put, left, code) > 0).map(
      (code) => distance(next, put, code) / distance(put, left, code),
    );
  }
});

describe('spatial attention whose softmax runs over one element', () => {
  it('sees nothing but the mean of a frame, 49 times over; a softmax over the cells sees where something is', () => {
    tf.tidy(() => {
      const [, , height, width, channels] = frames.shape;
      const blurred = tf.mean(frames, [2, 3], true).tile([1, 1, height, width, 1]);
      const change = (variant: 'softmax' | 'sum') => {
        const parameters = ParameterScope.root(new Random(1), tf);
        const pool = spatialPooling(parameters, channels, variant);
        const [sharp, blur] = [pool(frames), pool(blurred)];
        const relative = tf.norm(sharp.sub(blur)).div(tf.norm(sharp)).dataSync()[0]!;
        const size = tf
          .norm(sharp)
          .div(tf.norm(tf.mean(frames, [2, 3])))
          .dataSync()[0]!;
        parameters.dispose();
        return { relative, size };
      };
      const official = change('sum');
      const improved = change('softmax');
      expect(official.relative).toBeLessThan(1e-5);
      expect(improved.relative).toBeGreaterThan(1e-3);
      expect(official.size).toBeGreaterThan(height * width);
      expect(improved.size).toBeLessThan(3);
    });
  });
});

describe('the transposed term of L_cmcm', () => {
  it('pulls at sounds that one and the same picture goes with, where there is nothing to match', () => {
    tf.tidy(() => {
      const { embedding } = initialCodebook({ size: K, initial: 'samples', initialCount: 1 }, D, MODALITIES, new Random(0), semantic[1]);
      const { audio, video } = semantic[0] as { audio: tf.Tensor3D; video: tf.Tensor3D };
      const sight = codeMatch(quantize(video.slice([0], [1]).tile([B, 1, 1]), embedding).distances);
      const loss = (variant: CodeMatchingVariant) => (z: tf.Tensor) =>
        tf.sum(codeMatchingLoss([codeMatch(quantize(z as tf.Tensor3D, embedding).distances), sight], variant)) as tf.Scalar;
      const pull = (variant: CodeMatchingVariant) => tf.norm(tf.grad(loss(variant))(audio)).dataSync()[0]!;
      expect(loss('paper')(audio).dataSync()[0]).toBeCloseTo(Math.log(B), 5);
      expect(pull('paper')).toBeLessThan(1e-7);
      expect(pull('official')).toBeGreaterThan(1e-5);
    });
  });
});

/** A codebook that is taught by every batch of the corpus in turn. */
interface Learned {
  readonly start: EmaState;
  /** After each batch. */
  readonly after: readonly EmaState[];
  /** The codes that each batch missed. */
  readonly unused: readonly number[][];
}

function learn(initialCount: number): Learned {
  const update = codebookUpdater(CODEBOOK, [MM_EMA]);
  const start = initialCodebook({ size: K, initial: 'uniform', initialCount }, D, MODALITIES, new Random(0));
  const after: EmaState[] = [];
  const unused = semantic.map((_, step) => {
    const codebook = after.at(-1) ?? start;
    const batch = assign(step, codebook);
    after.push(update(codebook, batch));
    const used = indicesOf(batch);
    return codesOf((code) => !used.has(code));
  });
  return { start, after, unused };
}

function assign(step: number, codebook: EmaState): Assignment {
  const z = semantic[step]!;
  const indices = perModality(MODALITIES, (m) => quantize(forModality(z, m), codebook.embedding).indices);
  return { modalities: MODALITIES, semantic: z, indices, random: new Random(0).fork('step', step) };
}

const indicesOf = ({ indices }: Assignment) => new Set(MODALITIES.flatMap((m) => Array.from(forModality(indices, m).dataSync())));

const codesOf = (test: (code: number) => boolean) => Array.from({ length: K }, (_, code) => code).filter(test);

const row = ({ embedding }: EmaState, code: number) => tf.gather(embedding, code);

const lengthOf = (codebook: EmaState, code: number) => tf.norm(row(codebook, code)).dataSync()[0]!;

const distance = (a: EmaState, b: EmaState, code: number) => tf.norm(row(a, code).sub(row(b, code))).dataSync()[0]!;

async function readBatch(dataset: Dataset, step: number): Promise<PerModality<tf.Tensor>> {
  const rows = Array.from({ length: B }, (_, i) => step * B + i);
  const blocks = await Promise.all(MODALITIES.map((m) => dataset.read('train', m, rows)));
  return Object.fromEntries(MODALITIES.map((m, i) => [m, tf.tensor(blocks[i]!.data, [...blocks[i]!.shape])]));
}
