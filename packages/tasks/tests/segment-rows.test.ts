import * as tf from '@tensorflow/tfjs';
import { rowWidth, segmentRows } from '../src/codes/segment-rows.js';

const table = tf.tensor2d([
  [1, 0],
  [0, 2],
  [4, 4],
  [8, 0],
]);
const vectors = (codes: number[][][]) => {
  const { rows, indices } = segmentRows(table, tf.tensor3d(codes, undefined, 'int32'));
  return tf.gather(rows, indices).arraySync();
};

test('of one level the rows are the codes themselves', () => {
  expect(segmentRows(table, tf.tensor3d([[[3], [0]]], undefined, 'int32')).rows).toBe(table);
  expect(
    vectors([
      [[3], [0]],
      [[1], [1]],
    ]),
  ).toEqual([
    [
      [8, 0],
      [1, 0],
    ],
    [
      [0, 2],
      [0, 2],
    ],
  ]);
});

test('of several levels each segment is the sum of its codes', () => {
  expect(
    vectors([
      [
        [0, 2],
        [1, 3],
      ],
      [
        [0, 3],
        [0, 2],
      ],
    ]),
  ).toEqual([
    [
      [5, 4],
      [8, 2],
    ],
    [
      [9, 0],
      [5, 4],
    ],
  ]);
});

test('where vectors are given each segment is its own', () => {
  const given = tf.tensor3d([
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
  ]);
  const { rows, indices } = segmentRows(table, tf.tensor3d([[[3], [0]]], undefined, 'int32'), given);
  expect(tf.gather(rows, indices).arraySync()).toEqual(given.arraySync());
  expect([rowWidth({ embedding: table }), rowWidth({ embedding: table, vectorWidth: 3 })]).toEqual([2, 3]);
});
