import { assignment } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import { type EmaState, mergeCodes, nearestCodes } from '../src/index.js';

const CODES = [
  [0, 0],
  [5, 0],
  [5, 1],
  [0, 0.5],
  [5, 2],
];

const state = (): EmaState => ({
  embedding: tf.tensor2d(CODES),
  emaCount: tf.tensor1d([2, 3, 4, 5, 6]),
  emaSum: tf.tensor2d(CODES.map(([x, y], k) => [x! * (k + 2), y! * (k + 2)])),
  sinceUse: tf.tensor2d([[0, 1, 2, 3, 4]]),
});

/** Two clips of one segment: +-1 in the first dimension, in both modalities, so that V = 1 and rho = 1. */
const batch = (
  video = [
    [1, 0],
    [-1, 0],
  ],
) =>
  assignment(
    { audio: tf.tensor3d([[[1, 0]], [[-1, 0]]]), video: tf.tensor3d(video.map((segment) => [segment])) },
    { audio: [[0], [0]], video: [[0], [0]] },
  );

describe('mergeCodes', () => {
  it('puts a code where one before it is, if that is nearer than the share of what clips have in common', () => {
    const next = mergeCodes(state(), batch(), 1.5);
    // 3 is .25 from 0, 2 is 1 from 1; 4 is 1 from 2, which does not stay, and 4 from 1.
    expect(next.embedding.arraySync()).toEqual([
      [0, 0],
      [5, 0],
      [5, 0],
      [0, 0],
      [5, 2],
    ]);
    expect(next.emaCount.arraySync()).toEqual([2, 3, 1, 1, 6]);
    expect(next.emaSum.arraySync()).toEqual([
      [0, 0],
      [15, 0],
      [5, 0],
      [0, 0],
      [30, 12],
    ]);
  });

  it('leaves the one that moved free: segments fall on the first of equal codes', () => {
    const { embedding } = mergeCodes(state(), batch(), 1.5);
    expect(
      Array.from(
        nearestCodes(
          tf.tensor2d([
            [0, 0.6],
            [5, 0.9],
          ]),
          embedding,
        ).dataSync(),
      ),
    ).toEqual([0, 1]);
  });

  const merged = (apart: number, video?: number[][]) =>
    mergeCodes(state(), batch(video), apart)
      .emaCount.arraySync()
      .filter((n) => n === 1).length;

  it('merges less where modalities agree less', () => {
    const half = [
      [1, 1],
      [-1, -1],
    ];
    // V = 1.5 and rho = sqrt(.5), against a distance of .25.
    expect([merged(0.23, half), merged(0.24, half)]).toEqual([0, 1]);
    expect([merged(0.24), merged(0.26)]).toEqual([0, 1]);
  });

  it('merges nothing where clips have nothing in common, or the opposite', () => {
    const [same, opposite] = [
      [
        [1, 0],
        [1, 0],
      ],
      [
        [-1, 0],
        [1, 0],
      ],
    ];
    expect([merged(1e6, same), merged(1e6, opposite)]).toEqual([0, 0]);
  });

  it('takes the variance of a single modality', () => {
    const alone = assignment({ audio: tf.tensor3d([[[1, 0]], [[-1, 0]]]) }, { audio: [[0], [0]] });
    expect(mergeCodes(state(), alone, 0.3).emaCount.arraySync()).toEqual([2, 3, 4, 1, 6]);
    expect(mergeCodes(state(), alone, 0.2).emaCount.arraySync()).toEqual([2, 3, 4, 5, 6]);
  });
});
