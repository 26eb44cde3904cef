import { type HeadBuild, ParameterScope, Random, StepRandom } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { segmentation } from '../src/index.js';
import { clipQueries } from '../src/segmentation/clip-queries.js';

const context = { training: false, random: new StepRandom(new Random(0)) };
const clips = (...codes: number[][]) =>
  tf.tensor3d(
    codes.map((clip) => clip.map((code) => [code])),
    undefined,
    'int32',
  );
const ofBatch = async function* (...codes: number[]) {
  yield { data: Int32Array.from(codes), shape: [1, codes.length, 1] };
};

/** Two queries of width 3 from clips of four segments, whose codes lie in a plane. */
function queries() {
  const build: HeadBuild & { parameters: ParameterScope } = {
    parameters: ParameterScope.root(new Random(3), tf),
    embedding: tf.tensor2d([
      [0, 0],
      [1, 0],
      [0, 2],
      [1.5, 0],
    ]),
    segments: 4,
    classes: [],
  };
  const options = segmentation.options.parse({ projection: 'attention', width: 3, queries: 2 });
  return { ...build, ...clipQueries(options, build) };
}

test('a clip is the set of its codes: each weighs exp(u . q + c), however often and wherever it comes', () => {
  const { parameters, embedding, apply } = queries();
  const of = (name: string) => parameters.parameters.get(name)!.arraySync() as never;
  const affine = (weight: number[][], bias: number[], code: number[]) =>
    bias.map((offset, i) => code.reduce((sum, value, d) => sum + value * weight[d]![i]!, offset));
  const codes = embedding.arraySync();
  const expected = [0, 1].map((s) => {
    const weights = [1, 2].map((k) => Math.exp(affine(of('attend/weight'), of('attend/bias'), codes[k]!)[s]!));
    const values = [1, 2].map((k) => affine(of('align/weight'), of('align/bias'), codes[k]!));
    return [0, 1, 2].map(
      (c) => (weights[0]! * values[0]![3 * s + c]! + weights[1]! * values[1]![3 * s + c]!) / (weights[0]! + weights[1]!),
    );
  });
  const found = apply(clips([1, 1, 1, 2], [2, 1, 2, 2], [1, 2, -1, -1]), context).arraySync();
  for (const clip of found) expect(clip).toEqual(expected.map((row) => row.map((value) => expect.closeTo(value, 5))));
});

test('a code that no labelled clip has is read as those that some have', async () => {
  const { count, apply } = queries();
  const gap = () => {
    const [unseen, seen] = apply(clips([0, 3, 3, 2], [1, 1, 1, 1]), context).unstack();
    return tf.sub(unseen!, seen!).abs().max().dataSync()[0];
  };
  expect(gap()).toBeGreaterThan(0.1);
  await count!(ofBatch(1, 1, 1, 1));
  expect(gap()).toBeLessThan(1e-6);
});
