import * as tf from '@tensorflow/tfjs';
import { openBackend } from '../src/index.js';

beforeAll(() => openBackend('wasm'));

test('a cast to bool makes true of everything but zero', async () => {
  expect([...(await tf.cast(tf.tensor1d([0.3, 0, -1, 256]), 'bool').data())]).toEqual([1, 0, 1, 1]);
  expect([...(await tf.cast(tf.tensor1d([3, 0, -1], 'int32'), 'bool').data())]).toEqual([1, 0, 1]);
});

test('booleans are reversed without touching the memory beside them', async () => {
  const neighbours = Array.from({ length: 60 }, () => tf.fill([3], 77));
  tf.dispose(neighbours.filter((_, i) => i % 2 === 0));
  const mask = tf.tensor2d([1, 1, 0, 0, 1, 0], [2, 3], 'bool');
  for (let i = 0; i < 20; i++) expect([...(await tf.reverse(mask, 1).data())]).toEqual([0, 1, 1, 0, 1, 0]);
  for (const neighbour of neighbours) if (!neighbour.isDisposed) expect([...(await neighbour.data())]).toEqual([77, 77, 77]);
});

test.each(['bool', 'int32'] as const)('parts of %s keep their type', async (dtype) => {
  const x = tf.tensor2d([1, 0, 0, 1, 1, 1], [2, 3], dtype);
  const parts = [tf.slice(x, [0, 1]), ...tf.split(x, [1, 2], 1), ...tf.unstack(x), tf.transpose(x), tf.gather(x, [1]), tf.reverse(x)];
  expect(parts.map((part) => part.dtype)).toEqual(parts.map(() => dtype));
  const expected = [
    [0, 0, 1, 1],
    [1, 1],
    [0, 0, 1, 1],
    [1, 0, 0],
    [1, 1, 1],
    [1, 1, 0, 1, 0, 1],
    [1, 1, 1],
    [1, 1, 1, 0, 0, 1],
  ];
  expect(await Promise.all(parts.map(async (part) => [...(await part.data())]))).toEqual(expected);
});

test('text is cut, too', async () => {
  expect(await tf.slice(tf.tensor1d(['a', 'b', 'c']), [1]).data()).toEqual(['b', 'c']);
});

test('an index out of range is refused', () => {
  expect(() => tf.gather(tf.tensor1d([1, 2]), [2])).toThrow('the index 2 is not in [0, 1]');
});

test('signs are -1, 0 and 1, whatever the type, and 0 for NaN', async () => {
  expect([...(await tf.sign(tf.tensor1d([-Infinity, -1e-40, -0, 0, 1e-40, 3, Number.NaN])).data())]).toEqual([-1, -1, 0, 0, 1, 1, 0]);
  expect([...(await tf.sign(tf.tensor1d([-7, 0, 5], 'int32')).data())]).toEqual([-1, 0, 1]);
});

test('a copy keeps its numbers when the original is gone', async () => {
  const original = tf.tensor1d([1, 2]);
  const copy = tf.clone(original);
  original.dispose();
  tf.dispose(tf.fill([2], 7));
  expect([...(await copy.data())]).toEqual([1, 2]);
});

test.each(['bool', 'int32'] as const)('a strided slice of %s keeps its type', async (dtype) => {
  const slice = tf.stridedSlice(tf.tensor2d([1, 0, 0, 1, 1, 1, 0, 0, 1, 0, 1, 1], [3, 4], dtype), [0, 0], [3, 4], [2, 3]);
  expect(slice.dtype).toBe(dtype);
  expect([...(await slice.data())]).toEqual([1, 1, 1, 1]);
});

test.each([
  ['sum', tf.sum, 0],
  ['prod', tf.prod, 1],
  ['mean', tf.mean, Number.NaN],
  ['max', tf.max, -Infinity],
  ['min', tf.min, Infinity],
] as const)('the %s of nothing is what TensorFlow makes of it', async (_name, reduce, expected) => {
  tf.dispose(tf.fill([3], 5));
  expect([...(await reduce(tf.zeros([0, 3]), 0).data())]).toEqual([expected, expected, expected]);
});

test('a convolution with a stride larger than its filter is not zero', async () => {
  const output = tf.conv2d(tf.ones<tf.Rank.R4>([1, 4, 3, 1]), tf.ones<tf.Rank.R4>([1, 2, 1, 1]), [2, 1], 'same');
  expect([...(await output.data())]).toEqual([2, 2, 1, 2, 2, 1]);
});

test('segments out of range are left out, and those without rows are zero', async () => {
  const sums = tf.unsortedSegmentSum(
    tf.tensor2d([
      [1, 2],
      [3, 4],
      [5, 6],
      [7, 8],
    ]),
    tf.tensor1d([2, 0, -1, 2], 'int32'),
    4,
  );
  expect(await sums.array()).toEqual([
    [3, 4],
    [0, 0],
    [8, 10],
    [0, 0],
  ]);
});

test.each([
  ['all numbers', [1_000_000], undefined, false],
  ['the last axis', [2, 500_000], 1, true],
  ['axes that lie apart', [1000, 3, 1000], [0, 2], false],
  ['the first axis', [400_000, 2], 0, false],
] as const)('sums and means of %s lose nothing beside the growing sum', async (_name, shape, axis, keepDims) => {
  const x = tf.fill([...shape], 0.1);
  const axes = axis === undefined || typeof axis === 'number' ? axis : [...axis];
  const sum = tf.sum(x, axes, keepDims);
  const count = x.size / sum.size;
  expect(sum.shape).toEqual(tf.max(x, axes, keepDims).shape);
  (await sum.data()).forEach((value) => expect(Math.abs(value / (0.1 * count) - 1)).toBeLessThan(1e-7));
  (await tf.mean(x, axes, keepDims).data()).forEach((value) => expect(Math.abs(value / 0.1 - 1)).toBeLessThan(1e-7));
});

test('long sums keep rows apart, whatever the axes', async () => {
  const x = tf.tensor2d(
    Float32Array.from({ length: 6000 }, (_, i) => i % 2),
    [3000, 2],
  );
  expect([...(await tf.sum(x, 0).data())]).toEqual([0, 3000]);
  expect([...(await tf.sum(tf.transpose(x), 1).data())]).toEqual([0, 3000]);
});

test('none of the repairs leaves tensors or memory behind', () => {
  const mask = tf.tensor1d([1, 0, 1], 'bool');
  const before = { tensors: tf.memory().numTensors, buffers: tf.engine().backend.numDataIds() };
  tf.tidy(
    () =>
      [
        tf.reverse(mask),
        tf.stridedSlice(mask, [0], [3], [2]),
        tf.cast(tf.ones([3]), 'bool'),
        tf.sum(tf.zeros([0])),
        tf.sum(tf.zeros([3000, 2]), 0),
        tf.matMul(tf.ones([2, 3]), tf.ones([2, 3]), true),
      ].length,
  );
  expect({ tensors: tf.memory().numTensors, buffers: tf.engine().backend.numDataIds() }).toEqual(before);
});
