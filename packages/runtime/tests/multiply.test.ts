import * as fc from 'fast-check';
import { readFile } from 'node:fs/promises';
import * as tf from '@tensorflow/tfjs';
import { compileMultiply } from '../assembly/compile-multiply.mjs';
import { openBackend } from '../src/index.js';

beforeAll(() => openBackend('wasm'));

test('the compiled code is that of the source', async () => {
  expect(await readFile(new URL('../src/wasm/multiply-code.ts', import.meta.url), 'utf8')).toBe(await compileMultiply());
});

/** Sizes on both sides of the tiles (4, 8) and of the blocks (64, 256). */
const size = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constantFrom(63, 64, 65, 255, 257, 300));

test('products of any sizes, transposed or not, one or stacked, are those of whole numbers', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        rows: size,
        steps: size,
        columns: size,
        count: fc.integer({ min: 1, max: 3 }),
        transposeA: fc.boolean(),
        transposeB: fc.boolean(),
      }),
      async (sizes) => {
        const { rows, steps, columns, count, transposeA, transposeB } = sizes;
        // Whole numbers that 32 bits hold exactly, so that the order of the sum does not matter.
        const left = (n: number, i: number, p: number) => ((7 * n + 3 * i + 5 * p) % 11) - 5;
        const right = (n: number, p: number, j: number) => ((2 * n + 9 * p + 4 * j) % 13) - 6;
        const a = stack(count, transposeA ? steps : rows, transposeA ? rows : steps, (n, i, p) =>
          transposeA ? left(n, p, i) : left(n, i, p),
        );
        const b = stack(count, transposeB ? columns : steps, transposeB ? steps : columns, (n, p, j) =>
          transposeB ? right(n, j, p) : right(n, p, j),
        );
        const expected: number[] = [];
        for (let n = 0; n < count; n++) {
          for (let i = 0; i < rows; i++) {
            for (let j = 0; j < columns; j++) {
              let sum = 0;
              for (let p = 0; p < steps; p++) sum += left(n, i, p) * right(n, p, j);
              expected.push(sum);
            }
          }
        }
        const product = tf.matMul(a, b, transposeA, transposeB);
        const values = await product.data();
        tf.dispose([a, b, product]);
        expect(values.every((value, i) => value === expected[i])).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
});

test('sums of nothing are zero', async () => {
  tf.dispose(tf.fill([6], Number.NaN));
  expect([...(await tf.matMul(tf.zeros([2, 0]), tf.zeros([0, 3])).data())]).toEqual([0, 0, 0, 0, 0, 0]);
});

function stack(count: number, rows: number, columns: number, value: (n: number, row: number, column: number) => number): tf.Tensor {
  const numbers = Float32Array.from({ length: count * rows * columns }, (_, i) =>
    value(Math.floor(i / (rows * columns)), Math.floor(i / columns) % rows, i % columns),
  );
  return tf.tensor(numbers, [count, rows, columns]);
}
