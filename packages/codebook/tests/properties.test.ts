import { type EmaOptions, Random, type StepState } from '@cmg/core';
import { expectClose, nestedNormals } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { commitment, type EmaState, emaUpdate, quantize, type QuantizeOptions } from '../src/index.js';

const CODES = 5;
const WIDTH = 4;

/** Features of `modalities`, [B, T, D], and a codebook with averages of its own. */
const anyBatch = fc.record({
  seed: fc.nat(1e6),
  batch: fc.integer({ min: 2, max: 5 }),
  segments: fc.integer({ min: 1, max: 3 }),
  modalities: fc.integer({ min: 1, max: 3 }),
});
type AnyBatch = typeof anyBatch extends fc.Arbitrary<infer T> ? T : never;

const anyQuantize: fc.Arbitrary<QuantizeOptions> = fc.record({
  distance: fc.constantFrom('euclidean', 'cosine'),
  heads: fc.constantFrom(1, 2),
  gradient: fc.constantFrom('straight-through', 'rotation'),
});

const anyEma: fc.Arbitrary<EmaOptions> = fc.record({
  decay: fc.constantFrom(0, 0.5, 0.99),
  epsilon: fc.constantFrom(0, 1e-5),
  order: fc.constantFrom('sequential', 'joint'),
});

function features({ seed, batch, segments, modalities }: AnyBatch): tf.Tensor3D[] {
  return Array.from({ length: modalities }, (_, m) => tf.tensor3d(nestedNormals([batch, segments, WIDTH], seed + m)));
}

function codebookOf({ seed }: AnyBatch, heads = 1): EmaState {
  const embedding = tf.tensor2d(nestedNormals([1, CODES, WIDTH / heads], seed + 9)[0] as number[][]);
  const emaCount = tf.range(1, CODES + 1);
  return { embedding, emaCount, emaSum: embedding.mul(emaCount.expandDims(1)), sinceUse: tf.zeros([1, CODES]) };
}

const shuffledClips = ({ seed, batch }: AnyBatch) => new Random(seed).permutation(batch);

/** Runs in a tidy, so that hundreds of runs keep nothing. */
const property = <T>(arbitrary: fc.Arbitrary<T>, body: (value: T) => void) =>
  fc.assert(
    fc.property(arbitrary, (value) => tf.tidy(() => body(value))),
    { numRuns: 30 },
  );

describe('quantize', () => {
  it('permutes codes and indices as the batch is permuted', () =>
    property(fc.tuple(anyBatch, anyQuantize), ([given, options]) => {
      const [z] = features(given) as [tf.Tensor3D];
      const { embedding } = codebookOf(given, options.heads);
      const order = shuffledClips(given);
      const [before, after] = [quantize(z, embedding, options), quantize(tf.gather(z, order), embedding, options)];
      expect(after.indices.arraySync()).toEqual(tf.gather(before.indices, order).arraySync());
      expect(after.quantized.arraySync()).toEqual(tf.gather(before.quantized, order).arraySync());
      expectClose(after.distances, tf.gather(before.distances, order).dataSync(), 1e-6);
    }));

  it('is idempotent: codes fall on themselves', () =>
    property(fc.tuple(anyBatch, anyQuantize), ([given, options]) => {
      const [z] = features(given) as [tf.Tensor3D];
      const { embedding } = codebookOf(given, options.heads);
      const once = quantize(z, embedding, options);
      const twice = quantize(once.quantized, embedding, options);
      expect(twice.indices.arraySync()).toEqual(once.indices.arraySync());
      expect(twice.quantized.arraySync()).toEqual(once.quantized.arraySync());
    }));
});

describe('commitment', () => {
  it('does not depend on the order of the batch', () =>
    property(anyBatch, (given) => {
      const { embedding } = codebookOf(given);
      const order = shuffledClips(given);
      const lossesOf = (semantic: tf.Tensor3D[]) => {
        const named = <T>(values: T[]) => Object.fromEntries(values.map((value, m) => [`m${m}`, value]));
        const codes = semantic.map((z) => quantize(z, embedding).codes);
        const step = { modalities: semantic.map((_, m) => `m${m}`), semantic: named(semantic), codes: named(codes) };
        const losses = commitment.create({ beta: 0.25 }, undefined as never).terms?.(step as unknown as StepState).losses ?? {};
        return tf.stack(Object.values(losses));
      };
      const all = features(given);
      expectClose(lossesOf(all.map((z) => tf.gather(z, order))), lossesOf(all).dataSync(), 1e-6);
    }));
});

describe('emaUpdate', () => {
  const anyUpdate = fc.tuple(anyBatch, anyEma, fc.constantFrom(1, 2));

  function update([given, options, heads]: typeof anyUpdate extends fc.Arbitrary<infer T> ? T : never, order?: Int32Array) {
    const codebook = codebookOf(given, heads);
    const all = features(given).map((z) => (order === undefined ? z : tf.gather(z, order)));
    const shares = all.map((vectors) => ({ indices: quantize(vectors, codebook.embedding, { heads }).indices, vectors }));
    return { codebook, shares, next: emaUpdate(codebook, shares, options) };
  }

  it('does not depend on the order of the batch', () =>
    property(anyUpdate, (given) => {
      const [first, second] = [update(given).next, update(given, shuffledClips(given[0])).next];
      expectClose(second.emaCount, first.emaCount.dataSync(), 1e-5);
      expectClose(second.emaSum, first.emaSum.dataSync(), 1e-5);
    }));

  it('lets the counts sum to what fell', () =>
    property(anyUpdate, (given) => {
      const { codebook, shares, next } = update(given);
      const { decay, order } = given[1];
      const groups = order === 'joint' ? [shares] : shares.map((share) => [share]);
      const start = codebook.emaCount.sum().dataSync()[0] as number;
      const expected = groups.reduce(
        (total, group) => decay * total + (1 - decay) * group.reduce((sum, { indices }) => sum + indices.size, 0),
        start,
      );
      expectClose(next.emaCount.sum(), [expected], 1e-5);
    }));

  it('moves the codes in use alone', () =>
    property(
      fc.tuple(
        anyBatch,
        anyEma.filter(({ decay }) => decay > 0),
        fc.constantFrom(1, 2),
      ),
      (given) => {
        const { codebook, shares, next } = update([given[0], { ...given[1], epsilon: 0 }, given[2]]);
        const used = new Set(shares.flatMap(({ indices }) => Array.from(indices.dataSync())));
        const moved = next.embedding.sub(codebook.embedding).abs().max(1).dataSync();
        moved.forEach((distance, code) => {
          if (used.has(code)) expect(distance).toBeGreaterThan(1e-6);
          else expect(distance).toBeLessThan(1e-6);
        });
      },
    ));
});
