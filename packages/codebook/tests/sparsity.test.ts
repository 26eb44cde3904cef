import type { StepState } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { clipCorrelation, sparsity, sparsityLosses } from '../src/index.js';

type Semantic = Record<string, tf.Tensor3D>;
const step = (semantic: Semantic) => ({ modalities: Object.keys(semantic), semantic });
const values = (semantic: Semantic) => Object.values(sparsityLosses(step(semantic))).map((loss) => loss.dataSync()[0]);

/** One clip after another, of segments that are the same number in both dimensions. */
const clips = (rows: number[][]) => tf.tensor3d(rows.map((row) => row.map((x) => [x, x])));

describe('clipCorrelation', () => {
  it.each([
    ['the same clips', [[2, 0], [-2, 0]], 1], // prettier-ignore
    ['half of it', [[1, 1], [-1, -1]], 1], // prettier-ignore
    ['clips that change places', [[-1, 0], [1, 0]], 0], // prettier-ignore
    ['clips that are all the same', [[3, 1], [3, 1]], 0], // prettier-ignore
  ])('of a modality and %s', (_, video, expected) => {
    const audio = clips([
      [2, 0],
      [-2, 0],
    ]);
    expect(clipCorrelation(step({ audio, video: clips(video) })).dataSync()[0]).toBeCloseTo(expected, 5);
  });

  it('is the cosine over all clips and dimensions', () => {
    const audio = tf.tensor3d([[[1, 0]], [[-1, 0]]]);
    const video = tf.tensor3d([[[1, 1]], [[-1, -1]]]);
    expect(clipCorrelation(step({ audio, video })).dataSync()[0]).toBeCloseTo(Math.SQRT1_2, 6);
    expect(clipCorrelation(step({ audio })).dataSync()[0]).toBe(1);
  });
});

describe('sparsityLosses', () => {
  const audio = () =>
    clips([
      [1, 1],
      [-1, -1],
    ]);

  it('is 1 where all segments are equally far from the centre, and sqrt(1/2) where half of them lie there', () => {
    const video = clips([
      [2, 0],
      [-2, 0],
    ]);
    const [even, half] = values({ audio: audio(), video });
    expect(even).toBeCloseTo(1, 5);
    // (2.000025 + 0.01) / 2 over sqrt((4.0001 + 0.0001) / 2).
    expect(half).toBeCloseTo(0.710634, 5);
  });

  it('does not depend on scale or place', () => {
    const video = clips([
      [2, 0],
      [-2, 0],
    ]);
    const moved = { audio: audio().mul(100).add(7) as tf.Tensor3D, video: video.mul(100).add(7) as tf.Tensor3D };
    expect(values(moved)[1]).toBeCloseTo(Math.SQRT1_2, 4);
  });

  it('measures every modality from the centre of all: what lies together elsewhere is far', () => {
    expect(values({ audio: audio().mul(0.01).add(3) as tf.Tensor3D, video: audio().mul(0.01).sub(3) as tf.Tensor3D })).toEqual([
      expect.closeTo(1, 4),
      expect.closeTo(1, 4),
    ]);
  });

  it('is nothing while modalities do not agree about clips, and has no gradient through how far they do', () => {
    const opposite = audio().neg() as tf.Tensor3D;
    expect(values({ audio: audio(), video: opposite })).toEqual([0, 0]);
    const gradient = tf.grad((z) => sparsityLosses(step({ audio: audio(), video: z as tf.Tensor3D }))['audio'] as tf.Scalar);
    // All segments of audio are equally far from any centre on their line; a gradient through the correlation would not be 0.
    expect(gradient(audio().mul(2)).abs().max().dataSync()[0]).toBeLessThan(1e-4);
  });

  it('is finite where all segments of a single modality are the same, with a gradient of 0', () => {
    const same = tf.ones([2, 2, 2]) as tf.Tensor3D;
    const { value, grad } = tf.valueAndGrad((z) => sparsityLosses(step({ audio: z as tf.Tensor3D }))['audio'] as tf.Scalar)(same);
    expect(value.dataSync()[0]).toBeCloseTo(1, 6);
    expect(grad.abs().max().dataSync()[0]).toBe(0);
  });
});

describe('sparsity', () => {
  it('has one term a modality', () => {
    const semantic = {
      audio: clips([
        [1, 1],
        [-1, -1],
      ]),
      video: clips([
        [2, 0],
        [-2, 0],
      ]),
    };
    const losses = sparsity.create({}, undefined as never).terms?.(step(semantic) as unknown as StepState).losses ?? {};
    expect(Object.keys(losses)).toEqual(['audio', 'video']);
    expect(losses['video']?.dataSync()[0]).toBeCloseTo(0.710634, 5);
  });
});
