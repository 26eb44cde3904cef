import { type EmaState, quantize } from '@cmg/codebook';
import { type Assignment, perModality, type PerModality, Random, type Scalars, type StepState } from '@cmg/core';
import { expectClose, nestedNormals } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { cmcm, crossCommitment, mmEma, type MmEmaOptions } from '../src/index.js';
import { build } from './support/build.js';

const CODES = 5;
const WIDTH = 4;
const ALL = ['audio', 'video', 'text'];

const anyBatch = fc.record({
  seed: fc.nat(1e6),
  batch: fc.integer({ min: 2, max: 5 }),
  segments: fc.integer({ min: 1, max: 3 }),
  modalities: fc.constantFrom(ALL.slice(0, 2), ALL),
});
type AnyBatch = typeof anyBatch extends fc.Arbitrary<infer T> ? T : never;

const anyOptions: fc.Arbitrary<MmEmaOptions> = fc.record({
  pairing: fc.constantFrom('none', 'aligned', 'cross-attention'),
  order: fc.constantFrom('sequential', 'joint'),
  decay: fc.constantFrom(0.5, 0.99),
  epsilon: fc.constantFrom(0, 1e-5),
});

const anyUpdate = fc.record({ given: anyBatch, options: anyOptions, heads: fc.constantFrom(1, 2) });
type AnyUpdate = typeof anyUpdate extends fc.Arbitrary<infer T> ? T : never;

const featuresOf = ({ seed, batch, segments, modalities }: AnyBatch): PerModality<tf.Tensor3D> =>
  perModality(modalities, (m) => tf.tensor3d(nestedNormals([batch, segments, WIDTH], seed + ALL.indexOf(m))));

const permuted = (semantic: PerModality<tf.Tensor3D>, { seed, batch }: AnyBatch) => {
  const order = new Random(seed).permutation(batch);
  return Object.fromEntries(Object.entries(semantic).map(([m, z]) => [m, tf.gather(z, order)]));
};

function codebookOf({ seed, modalities }: AnyBatch, heads = 1): EmaState {
  const embedding = tf.tensor2d(nestedNormals([1, CODES, WIDTH / heads], seed + 9)[0] as number[][]);
  const emaCount = tf.range(1, CODES + 1);
  return { embedding, emaCount, emaSum: embedding.mul(emaCount.expandDims(1)), sinceUse: tf.zeros([modalities.length, CODES]) };
}

/** MM-EMA on features whose keys, in their order, are the run's modalities. */
function update({ given, options, heads }: AnyUpdate, semantic: PerModality<tf.Tensor3D>) {
  const modalities = Object.keys(semantic);
  const codebook = codebookOf(given, heads);
  const indices = perModality(modalities, (m) => quantize(semantic[m] as tf.Tensor3D, codebook.embedding, { heads }).indices);
  const batch: Assignment = { modalities, semantic, indices, random: new Random(0) };
  const next = mmEma.create(options, build(...modalities)).updateCodebook?.(codebook, batch) as EmaState;
  return { codebook, indices, next };
}

function lossesOf(semantic: PerModality<tf.Tensor3D>, embedding: tf.Tensor2D): Scalars {
  const modalities = Object.keys(semantic);
  const found = perModality(modalities, (m) => quantize(semantic[m] as tf.Tensor3D, embedding));
  const step = {
    modalities,
    semantic,
    codes: perModality(modalities, (m) => found[m]?.codes),
    distances: perModality(modalities, (m) => found[m]?.distances),
  } as unknown as StepState;
  const objectives = [
    crossCommitment.create({ beta: 0.25 }, build(...modalities)),
    cmcm.create({ variant: 'improved' }, build(...modalities)),
  ];
  return Object.assign({}, ...objectives.map((objective) => objective.terms?.(step).losses)) as Scalars;
}

const valuesOf = (losses: Scalars) => Object.values(losses).map((loss) => loss.dataSync()[0] as number);

const property = <T>(arbitrary: fc.Arbitrary<T>, body: (value: T) => void) =>
  fc.assert(
    fc.property(arbitrary, (value) => tf.tidy(() => body(value))),
    { numRuns: 30 },
  );

describe('mm-ema', () => {
  it('does not depend on the order of the batch', () =>
    property(anyUpdate, (given) => {
      const semantic = featuresOf(given.given);
      const [first, second] = [update(given, semantic).next, update(given, permuted(semantic, given.given)).next];
      expectClose(second.emaCount, first.emaCount.dataSync(), 1e-5);
      expectClose(second.emaSum, first.emaSum.dataSync(), 1e-5);
    }));

  it('in joint order does not depend on names and order of modalities', () =>
    property(anyUpdate, (any) => {
      const given = { ...any, options: { ...any.options, order: 'joint' as const } };
      const semantic = featuresOf(given.given);
      const renamed = Object.fromEntries(
        Object.entries(semantic)
          .reverse()
          .map(([, z], i) => [`other-${i}`, z]),
      );
      const [first, second] = [update(given, semantic).next, update(given, renamed).next];
      expectClose(second.emaCount, first.emaCount.dataSync(), 1e-5);
      expectClose(second.emaSum, first.emaSum.dataSync(), 1e-5);
    }));

  it('moves the codes in use alone, and lets the counts sum to what fell', () =>
    property(anyUpdate, (any) => {
      const given = { ...any, options: { ...any.options, order: 'joint' as const, epsilon: 0 } };
      const { codebook, indices, next } = update(given, featuresOf(given.given));
      const fallen = Object.values(indices).flatMap((codes) => Array.from(codes.dataSync()));
      const { decay } = given.options;
      expectClose(next.emaCount.sum(), [decay * 15 + (1 - decay) * fallen.length], 1e-5);
      const moved = next.embedding.sub(codebook.embedding).abs().max(1).dataSync();
      moved.forEach((distance, code) => {
        if (fallen.includes(code)) expect(distance).toBeGreaterThan(1e-6);
        else expect(distance).toBeLessThan(1e-6);
      });
    }));
});

describe('cross-commitment and cmcm', () => {
  it('do not depend on the order of the batch', () =>
    property(anyBatch, (given) => {
      const semantic = featuresOf(given);
      const { embedding } = codebookOf(given);
      expectClose(tf.tensor1d(valuesOf(lossesOf(permuted(semantic, given), embedding))), valuesOf(lossesOf(semantic, embedding)), 1e-5);
    }));

  it('have the same terms whatever the names and order of modalities', () =>
    property(anyBatch, (given) => {
      const semantic = featuresOf(given);
      const { embedding } = codebookOf(given);
      const renamed = Object.fromEntries(
        Object.entries(semantic)
          .reverse()
          .map(([m, z]) => [`other${m}`, z]),
      );
      const sorted = (losses: Scalars) => valuesOf(losses).sort((a, b) => a - b);
      expectClose(tf.tensor1d(sorted(lossesOf(renamed, embedding))), sorted(lossesOf(semantic, embedding)), 1e-5);
    }));
});
