import { nestedNormals } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import { combinedCodes, combineHeads, quantize } from '../src/index.js';

describe('combineHeads', () => {
  it('reads the codes of a segment as the digits of one number', () => {
    const combined = combineHeads(
      tf.tensor3d(
        [
          [
            [1, 2],
            [0, 3],
          ],
          [
            [3, 3],
            [0, 0],
          ],
        ],
        undefined,
        'int32',
      ),
      4,
    );
    expect(combined.dtype).toBe('int32');
    expect(combined.arraySync()).toEqual([
      [[6], [3]],
      [[15], [0]],
    ]);
    expect(combineHeads(tf.tensor3d([[[1, 2, 0]]], undefined, 'int32'), 3).arraySync()).toEqual([[[15]]]);
  });

  it('numbers the rows of combinedCodes', () => {
    expect(combinedCodes(tf.tensor2d([[1], [2]]), 2).arraySync()).toEqual([
      [1, 1],
      [1, 2],
      [2, 1],
      [2, 2],
    ]);
    const z = tf.tensor3d(nestedNormals([3, 2, 6], 1));
    const embedding = tf.tensor2d(nestedNormals([1, 5, 2], 2)[0] as number[][]);
    const { indices, codes } = quantize(z, embedding, { heads: 3 });
    expect(tf.gather(combinedCodes(embedding, 3), combineHeads(indices, 5).squeeze([2])).arraySync()).toEqual(codes.arraySync());
  });

  it('leaves one head as it is, and nothing behind', () => {
    const [indices, embedding] = [
      tf.tensor3d([[[1], [0]]], undefined, 'int32'),
      tf.tensor2d([
        [1, 2],
        [3, 4],
      ]),
    ];
    expect(combineHeads(indices, 2)).toBe(indices);
    const pair = indices.reshape([1, 1, 2]) as tf.Tensor3D;
    const before = tf.memory().numTensors;
    const table = combinedCodes(embedding, 1);
    expect(table.arraySync()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    tf.dispose([table, combineHeads(pair, 2)]);
    expect(tf.memory().numTensors).toBe(before);
  });
});
