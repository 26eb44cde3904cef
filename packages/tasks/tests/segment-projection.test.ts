import { ParameterScope, Random } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { segmentProjection } from '../src/segmentation/segment-projection.js';

const sequence = tf.tensor3d(new Random(1).uniforms(2 * 4 * 3, -1, 1), [2, 4, 3]);
const make = (projection: 'trained' | 'official-random' | 'none', seed = 0) => {
  const scope = ParameterScope.root(new Random(seed), tf);
  return { scope, project: segmentProjection(scope, projection, 4, 2) };
};

test('trained: y_s = sum_t P_st a_t + b_s, with parameters of its own', () => {
  const { scope, project } = make('trained');
  const [weight, bias] = [scope.parameters.get('weight')!, scope.parameters.get('bias')!];
  expect([weight.shape, bias.shape]).toEqual([[4, 2], [2]]);
  const [a, p, b] = [sequence.arraySync(), weight.arraySync() as number[][], bias.arraySync() as number[]];
  const expected = a.map((clip) =>
    b.map((offset, s) => [0, 1, 2].map((c) => clip.reduce((sum, row, t) => sum + p[t]![s]! * row[c]!, offset))),
  );
  expect(tf.sub(project(sequence), tf.tensor3d(expected)).abs().max().dataSync()[0]).toBeLessThan(1e-6);
});

test('official-random: an affine map that has no parameters and is the same in every head', () => {
  const { scope, project } = make('official-random');
  expect(scope.parameters.size).toBe(0);
  expect(project(sequence).shape).toEqual([2, 2, 3]);
  expect(project(sequence).arraySync()).toEqual(make('official-random', 5).project(sequence).arraySync());
  const at = (x: tf.Tensor3D) => project(x);
  const middle = at(sequence.mul<tf.Tensor3D>(0.5));
  expect(
    tf
      .sub(
        at(sequence)
          .add(at(tf.zerosLike(sequence)))
          .mul(0.5),
        middle,
      )
      .abs()
      .max()
      .dataSync()[0],
  ).toBeLessThan(1e-6);
  expect(
    tf
      .sub(at(sequence), at(tf.zerosLike(sequence)))
      .abs()
      .min()
      .dataSync()[0],
  ).toBeGreaterThan(0);
});

test('official-random: its values lie evenly within 1/sqrt(T)', () => {
  const project = segmentProjection(ParameterScope.root(new Random(0), tf), 'official-random', 16, 200);
  const bias = Array.from(project(tf.zeros([1, 16, 1])).dataSync());
  const moved = project(tf.eye(16).expandDims(0) as tf.Tensor3D).sub(tf.tensor3d(bias, [1, 200, 1]));
  const weights = Array.from(moved.dataSync());
  for (const values of [bias, weights]) {
    expect(Math.max(...values)).toBeLessThanOrEqual(0.25 + 1e-6);
    expect(Math.max(...values)).toBeGreaterThan(0.24);
    expect(Math.min(...values)).toBeLessThan(-0.24);
    expect(Math.abs(values.reduce((sum, value) => sum + value, 0) / values.length)).toBeLessThan(0.02);
  }
});

test('none: the sequence as it is', () => expect(make('none').project(sequence)).toBe(sequence));
