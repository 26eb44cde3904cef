import { Random } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { initialCodebook } from '../src/index.js';

const modalities = ['audio', 'video'];
const batch = (segments = 6) => ({
  audio: tf.tensor3d(
    Float32Array.from({ length: segments * 3 }, (_, i) => i),
    [1, segments, 3],
  ),
  video: tf.tensor3d(
    Float32Array.from({ length: segments * 3 }, (_, i) => -1 - i),
    [segments, 1, 3],
  ),
});
const rows = (embedding: tf.Tensor2D) => embedding.arraySync().map((row) => row.join());

describe('initialCodebook', () => {
  it("draws uniform codes in +-1/K, with the averages of the option's count", () => {
    const state = initialCodebook({ size: 50, initial: 'uniform', initialCount: 2 }, 8, modalities, new Random(1));
    expect(state.embedding.shape).toEqual([50, 8]);
    const values = Array.from(state.embedding.dataSync());
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(1 / 50);
    expect(Math.max(...values)).toBeGreaterThan(0.8 / 50);
    expect(Math.min(...values)).toBeLessThan(-0.8 / 50);
    expect(Array.from(state.emaCount.dataSync())).toEqual(Array(50).fill(2));
    state.emaSum.dataSync().forEach((m, i) => expect(m).toBeCloseTo(2 * (values[i] as number), 6));
    expect(state.sinceUse.arraySync()).toEqual([Array(50).fill(-1), Array(50).fill(-1)]);
  });

  it('keeps m = E where the count starts at 0, as the official code does', () => {
    const { embedding, emaCount, emaSum } = initialCodebook({ size: 4, initial: 'uniform', initialCount: 0 }, 2, modalities, new Random(1));
    expect(Array.from(emaCount.dataSync())).toEqual([0, 0, 0, 0]);
    expect(emaSum.arraySync()).toEqual(embedding.arraySync());
  });

  it('takes different segments of all modalities', () => {
    const samples = batch();
    const known = new Set([...rows(samples.audio.reshape([6, 3])), ...rows(samples.video.reshape([6, 3]))]);
    const { embedding } = initialCodebook({ size: 12, initial: 'samples', initialCount: 1 }, 3, modalities, new Random(3), samples);
    expect(new Set(rows(embedding))).toEqual(known);
  });

  it('takes means of all modalities at different segments', () => {
    const samples = { audio: batch().audio, video: batch().audio.mul(3) as tf.Tensor3D };
    const { embedding } = initialCodebook({ size: 6, initial: 'aligned', initialCount: 1 }, 3, modalities, new Random(3), samples);
    expect(new Set(rows(embedding))).toEqual(new Set(rows(samples.audio.mul(2).reshape([6, 3]))));
  });

  it('repeats segments only where there are too few, and never gives two equal codes', () => {
    const { embedding } = initialCodebook({ size: 20, initial: 'samples', initialCount: 1 }, 3, modalities, new Random(3), batch(2));
    expect(new Set(rows(embedding)).size).toBe(20);
    const nearest = embedding.arraySync().map((row) => Math.round(row[0] as number));
    expect(new Set(nearest)).toEqual(new Set([0, 3, -1, -4]));
  });

  it('finds the centres of clear clusters', () => {
    const random = new Random(9);
    const centres = [
      [10, 0],
      [0, 10],
      [-10, 0],
      [0, -10],
    ];
    const points = Array.from({ length: 80 }, (_, i) => (centres[i % 4] as number[]).map((c) => c + random.normal(0, 0.1)));
    const samples = { audio: tf.tensor3d([points.slice(0, 40)]), video: tf.tensor3d([points.slice(40)]) };
    const { embedding } = initialCodebook({ size: 4, initial: 'kmeans', initialCount: 1 }, 2, modalities, new Random(4), samples);
    const found = embedding.arraySync().map((row) =>
      row
        .map((value) => Math.round(value * 5) / 5)
        .map((value) => value + 0)
        .join(),
    );
    expect(new Set(found)).toEqual(new Set(centres.map((centre) => centre.join())));
  });

  it.each(['samples', 'kmeans', 'aligned'] as const)(
    'takes the parts of segments where codes are narrower, for several heads: %s',
    (initial) => {
      const known = new Set(rows(batch().audio.reshape([18, 1])));
      const samples = { audio: batch().audio };
      const { embedding } = initialCodebook({ size: 18, initial, initialCount: 1 }, 1, ['audio'], new Random(3), samples);
      expect(new Set(rows(embedding))).toEqual(known);
    },
  );

  it('is the same for the same seed alone', () => {
    const make = (seed: number) =>
      rows(initialCodebook({ size: 5, initial: 'samples', initialCount: 1 }, 3, modalities, new Random(seed), batch()).embedding);
    expect(make(7)).toEqual(make(7));
    expect(make(7)).not.toEqual(make(8));
  });

  it('makes four tensors and leaves no other behind', () => {
    const samples = batch();
    for (const initial of ['uniform', 'samples', 'kmeans'] as const) {
      const before = tf.memory().numTensors;
      const state = initialCodebook({ size: 4, initial, initialCount: 1 }, 3, modalities, new Random(1), samples);
      expect(tf.memory().numTensors).toBe(before + 4);
      tf.dispose(Object.values(state));
    }
  });

  it('says which features it needs', () => {
    const options = { size: 4, initial: 'samples', initialCount: 1 } as const;
    expect(() => initialCodebook(options, 3, modalities, new Random(1))).toThrow(
      "a codebook made by 'samples' needs the first batch's features",
    );
    expect(() => initialCodebook(options, 4, modalities, new Random(1), batch())).toThrow(
      "first features of 'audio': expected a tensor of shape [B, T, 4], got [1, 6, 3]",
    );
  });
});
