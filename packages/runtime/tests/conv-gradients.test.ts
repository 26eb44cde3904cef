import * as fc from 'fast-check';
import * as tf from '@tensorflow/tfjs';
import { openBackend } from '../src/index.js';
import { partsOf } from '../src/wasm/conv-shape.js';
import { expectSame } from './support/expect-same.js';
import type { OpCase } from './support/op-cases.js';
import { runCase } from './support/run-case.js';

beforeAll(async () => {
  await openBackend('js');
  await openBackend('wasm');
});

/** Any convolution of small images that has an output. */
const geometry = fc
  .record({
    batch: fc.integer({ min: 1, max: 3 }),
    size: fc.tuple(fc.integer({ min: 3, max: 8 }), fc.integer({ min: 3, max: 8 })),
    filter: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    stride: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    channels: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
    pad: fc.constantFrom('same' as const, 'valid' as const),
    seed: fc.nat(1000),
  })
  .map(({ batch, size, filter, stride, channels, pad, seed }) => ({
    seed,
    stride,
    pad,
    image: [batch, ...size, channels[0]],
    filter: [...filter, ...channels],
  }));

async function expectSameGradients(op: OpCase, seed: number): Promise<void> {
  const actual = await runCase('wasm', op, seed);
  expectSame(actual, await runCase('cpu', op, seed));
  expect(actual.leaked).toBe(0);
}

test('conv2d has the gradients on WebAssembly that it has in JavaScript', async () => {
  await fc.assert(
    fc.asyncProperty(geometry, ({ image, filter, stride, pad, seed }) =>
      expectSameGradients(
        { name: 'conv2d', shapes: [image, filter], op: (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, pad) },
        seed,
      ),
    ),
    { numRuns: 40 },
  );
});

test('conv2dTranspose has the value and the gradients on WebAssembly that it has in JavaScript', async () => {
  await fc.assert(
    fc.asyncProperty(geometry, ({ image, filter, stride, pad, seed }) => {
      const { outShape } = tf.backend_util.computeConv2DInfo(image as Shape, filter as Shape, stride, 1, pad);
      const op: OpCase['op'] = (y, w) => tf.conv2dTranspose(y as tf.Tensor4D, w as tf.Tensor4D, image as Shape, stride, pad);
      return expectSameGradients({ name: 'conv2dTranspose', shapes: [outShape, filter], op }, seed);
    }),
    { numRuns: 40 },
  );
});

test('a padding of its own for each side is kept to', async () => {
  const op: OpCase['op'] = (x, w) =>
    tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, [
      [0, 0],
      [2, 0],
      [0, 1],
      [0, 0],
    ]);
  await expectSameGradients(
    {
      name: 'padded conv2d',
      shapes: [
        [2, 5, 4, 3],
        [3, 2, 3, 2],
      ],
      op,
    },
    1,
  );
});

test('a batch too large to be spread at once is taken in parts that cover it', () => {
  const shape = tf.backend_util.computeConv2DInfo([10, 512, 512, 8], [3, 3, 8, 4], 1, 1, 'same');
  const parts = [...partsOf(shape)];
  expect(parts.length).toBeGreaterThan(1);
  expect(parts.reduce((next, { first, count }) => (first === next ? first + count : Number.NaN), 0)).toBe(10);
});

test('a batch taken in parts has the gradients of the whole', async () => {
  await tf.setBackend('wasm');
  const image = tf.randomUniform<tf.Rank.R4>([3, 600, 600, 4], -1, 1, 'float32', 1);
  const filter = tf.randomUniform<tf.Rank.R4>([3, 3, 4, 2], -1, 1, 'float32', 2);
  const gradients = tf.grads((x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'valid'));
  const [dx, dw] = gradients([image, filter], tf.ones([3, 598, 598, 2])) as [tf.Tensor4D, tf.Tensor4D];
  const inner = dx.slice([2, 10, 10, 0], [1, 1, 1, 4]).reshape([4]);
  await expect(closeness(inner, filter.sum([0, 1, 3]))).resolves.toBeLessThan(1e-5);
  const seen = image.slice([0, 1, 2, 0], [3, 598, 598, 4]).sum([0, 1, 2]);
  await expect(closeness(dw.slice([1, 2, 0, 1], [1, 1, 4, 1]).reshape([4]), seen)).resolves.toBeLessThan(0.5);
});

type Shape = [number, number, number, number];

/** The largest difference between two vectors. */
async function closeness(a: tf.Tensor, b: tf.Tensor): Promise<number> {
  return (await tf.max(tf.abs(tf.sub(a, b))).data())[0] as number;
}
