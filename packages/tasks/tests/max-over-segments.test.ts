import { Random } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { gradientOfValues, maxOverSegments } from '../src/classification/max-over-segments.js';

const random = new Random(3);
const K = 5;
const H = 4;
const values = tf.tensor2d(random.uniforms(K * H, -1, 1), [K, H]);
/** The first clip repeats a code, the second is one code throughout. */
const indices = tf.tensor2d([0, 3, 3, 4, 2, 2, 2, 2, 1, 0, 4, 2], [3, 4], 'int32');
const weights = tf.tensor2d(random.uniforms(3 * H, -1, 1), [3, H]);

test('the same as looking every code up and taking the maximum', async () => {
  const table = await values.array();
  const expected = (await indices.array()).map((clip) => table[0]!.map((_, h) => Math.max(...clip.map((code) => table[code]![h]!))));
  expect(await maxOverSegments(values, indices).largest.array()).toEqual(expected);
});

test('its gradient is that of finite differences, repeated codes included', async () => {
  const loss = (x: tf.Tensor2D) => maxOverSegments(x, indices).largest.mul(weights).sum() as tf.Scalar;
  const gradient = await gradientOfValues(weights, maxOverSegments(values, indices).winners, [K, H]).array();
  const flat = await values.data();
  const at = async (i: number, step: number) => {
    const moved = Float32Array.from(flat);
    moved[i] = moved[i]! + step;
    return (await loss(tf.tensor2d(moved, [K, H])).data())[0]!;
  };
  for (let i = 0; i < K * H; i++) {
    const slope = ((await at(i, 1e-2)) - (await at(i, -1e-2))) / 2e-2;
    expect(gradient[Math.floor(i / H)]![i % H]).toBeCloseTo(slope, 3);
  }
});

test('of different codes of equal value the first in the clip wins', async () => {
  const equal = tf.tensor2d([1, 1, 0], [3, 1]);
  const { winners } = maxOverSegments(equal, tf.tensor2d([2, 1, 0], [1, 3], 'int32'));
  expect(await gradientOfValues(tf.ones([1, 1]), winners, [3, 1]).array()).toEqual([[0], [1], [0]]);
});
