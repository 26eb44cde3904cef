import { type HeadBuild, type NdArray, ParameterScope, Random, StepRandom } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { familiarCodes } from '../src/codes/familiar-codes.js';
import { indicesOf } from '../src/codes/indices-of.js';

/** Codes on a line. */
const build = (places: number[]): HeadBuild & { parameters: ParameterScope } => ({
  parameters: ParameterScope.root(new Random(0), tf),
  embedding: tf.tensor2d(places.map((place) => [place])),
  segments: 2,
  classes: [],
});

async function* batches(...codes: number[][]): AsyncGenerator<NdArray<Int32Array>> {
  for (const batch of codes) yield { data: Int32Array.from(batch), shape: [batch.length, 1, 1] };
}

const context = (training: boolean) => ({ training, random: new StepRandom(new Random(0)) });
const OUTPUTS = [[1], [2], [3], [100]];

describe('familiarCodes', () => {
  it('reads an unseen code as the mean of seen ones, by how near and how frequent they are', async () => {
    const given = build([0, 1, 3, 2]);
    const familiar = familiarCodes(given, 'neighbours');
    await familiar.count(batches([0, 1], [1, 1, 2]));
    // Squared distances to the next seen code: 1, 1, 4; their median is 1. Code 3 is 4, 1 and 1 from the others.
    const weights = [Math.exp(-4), 3 * Math.exp(-1), Math.exp(-1)];
    const expected = (weights[0]! * 1 + weights[1]! * 2 + weights[2]! * 3) / weights.reduce((a, b) => a + b);
    const read = familiar.read(given.embedding, tf.tensor2d(OUTPUTS), context(false)).arraySync();
    expect(read).toEqual([[1], [2], [3], [expect.closeTo(expected, 5)]]);
    expect(expected).toBeCloseTo(2.234633, 5);
    given.parameters.dispose();
  });

  it('leaves outputs as they are in training, before counting, of segments, and if that is asked for', async () => {
    const given = build([0, 1, 3, 2]);
    const familiar = familiarCodes(given, 'neighbours');
    const outputs = tf.tensor2d(OUTPUTS);
    expect(familiar.read(given.embedding, outputs, context(false)).arraySync()).toEqual(OUTPUTS);
    await familiar.count(batches([0, 1, 2]));
    expect(familiar.read(given.embedding, outputs, context(true))).toBe(outputs);
    // As many segments as codes are still segments.
    expect(familiar.read(tf.tensor2d([[0], [1], [3], [2]]), outputs, context(false))).toBe(outputs);
    const own = familiarCodes(build([0, 1, 3, 2]), 'own');
    await own.count(batches([0]));
    expect(own.read(given.embedding, outputs, context(false))).toBe(outputs);
    given.parameters.dispose();
  });

  it('reads all codes as the only one that was seen, and leaves no tensors behind', async () => {
    const given = build([0, 1, 3, 2]);
    const familiar = familiarCodes(given, 'neighbours');
    const before = tf.memory().numTensors;
    await familiar.count(batches([1, 1]));
    expect(tf.memory().numTensors).toBe(before);
    expect(familiar.read(given.embedding, tf.tensor2d(OUTPUTS), context(false)).arraySync()).toEqual([[2], [2], [2], [2]]);
    given.parameters.dispose();
  });
});

describe('indicesOf', () => {
  it('keeps the clips whose target is wanted', async () => {
    async function* source() {
      yield {
        indices: { data: Int32Array.of(1, 2, 3, 4, 5, 6), shape: [3, 2, 1] },
        targets: { data: Float32Array.of(0, 9, 1), shape: [3] },
      };
    }
    const kept = [];
    for await (const { data, shape } of indicesOf(source(), (target) => target < 5)) kept.push([[...data], shape]);
    expect(kept).toEqual([
      [
        [1, 2, 5, 6],
        [2, 2, 1],
      ],
    ]);
  });
});
