import * as tf from '@tensorflow/tfjs';
import { readsOf, readsSuffix, segmentVectors, vectorWidth } from '../src/index.js';

const embedding = tf.tensor2d([
  [0, 0],
  [4, 0],
]);
/** One clip of segments at these places, as if all were on the first code. */
const encoded = (places: readonly number[], levels = 1) => ({
  semantic: tf.tensor3d([places.map((place) => [place, 0])]),
  codes: tf.tensor3d([places.map(() => [7, 8])]),
  indices: tf.zeros([1, places.length, levels], 'int32') as tf.Tensor3D,
});

test('nearest: codes by how near they are; on a code it alone, in the middle the mean, whatever the scale', () => {
  const read = (scale: number) => {
    const places = [0, 1.8, 2, 4].map((place) => place * scale);
    return segmentVectors(encoded(places), 'nearest', embedding.mul(scale)).div(scale).arraySync();
  };
  // At 1.8 squared distances are 3.24 and 4.84: the second weighs exp(-1.6 / (0.2 * 3.24)) of the first.
  const ratio = Math.exp(-1.6 / 0.648);
  const expected = [0, (4 * ratio) / (1 + ratio), 2, 4].map((place) => [expect.closeTo(place, 4), 0]);
  expect((4 * ratio) / (1 + ratio)).toBeCloseTo(0.3122, 4);
  expect(read(1)).toEqual([expected]);
  expect(read(100)).toEqual([expected]);
});

test('semantic is z, both is z and the code', () => {
  const encoding = encoded([1, 3]);
  expect(segmentVectors(encoding, 'semantic', embedding)).toBe(encoding.semantic);
  expect(segmentVectors(encoding, 'both', embedding).arraySync()).toEqual([
    [
      [1, 0, 7, 8],
      [3, 0, 7, 8],
    ],
  ]);
  expect([vectorWidth('nearest', 2), vectorWidth('semantic', 2), vectorWidth('both', 2)]).toEqual([2, 2, 4]);
});

test('codes of several levels have no nearest ones', () => {
  expect(() => segmentVectors(encoded([1], 2), 'nearest', embedding)).toThrow('reads: codes of 2 levels have no nearest ones');
});

test('a task without the option reads codes; what is read is in the name of a result', () => {
  expect([readsOf({}), readsOf({ reads: 'both', epochs: 3 })]).toEqual(['codes', 'both']);
  expect((['codes', 'nearest', 'semantic', 'both'] as const).map(readsSuffix)).toEqual([
    '',
    ' on nearest codes',
    ' on z',
    ' on z and codes',
  ]);
});
