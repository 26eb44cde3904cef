import * as tf from '@tensorflow/tfjs';
import { type Coverage, fastConvolution, isShortGrid } from '../src/layers/fast-convolution.js';
import { correlation, product } from '../src/layers/toom-cook.js';
import { expectClose } from './support/expect-close.js';
import { expectNoLeak, gradientsOf, noise } from './support/tensors.js';

type Convolve = (x: tf.Tensor4D, weight: tf.Tensor4D) => tf.Tensor4D;

const PLAIN: Readonly<Record<Coverage, Convolve>> = {
  valid: (x, weight) => tf.conv2d(x, weight, 1, 'valid'),
  same: (x, weight) => tf.conv2d(x, weight, 1, 'same'),
  full: (x, weight) => {
    const [n, height, width] = x.shape;
    return tf.conv2dTranspose(x, weight, [n, height + 2, width + 2, weight.shape[2]], 1, 'valid');
  },
};

describe('fastConvolution', () => {
  it.each([
    ['valid', 7, 7],
    ['valid', 5, 5],
    ['valid', 3, 6],
    ['same', 5, 5],
    ['same', 3, 3],
    ['same', 1, 4],
    ['full', 5, 5],
    ['full', 3, 3],
    ['full', 2, 5],
  ] as const)('gives the values and gradients of the plain convolution: %s, %d x %d cells', (coverage, height, width) => {
    const x = noise([4, height, width, 6], 1);
    const weight = noise(coverage === 'full' ? [3, 3, 5, 6] : [3, 3, 6, 5], 2);
    const fast = (a: tf.Tensor, b: tf.Tensor) => fastConvolution(a, b, coverage);
    const plain = (a: tf.Tensor, b: tf.Tensor) => PLAIN[coverage](a as tf.Tensor4D, b as tf.Tensor4D);
    expectClose(fast(x, weight), plain(x, weight), 2e-5);
    const expected = gradientsOf((a, b) => plain(a, b), [x, weight]);
    gradientsOf((a, b) => fast(a, b), [x, weight]).forEach((g, i) => expectClose(g, expected[i] as tf.Tensor, 2e-5));
  });

  it('is for odd kernels on grids that take at most seven points', () => {
    expect(isShortGrid(7, 7, 3, 'valid')).toBe(true);
    expect(isShortGrid(8, 7, 3, 'valid')).toBe(false);
    expect(isShortGrid(5, 5, 3, 'same')).toBe(true);
    expect(isShortGrid(6, 5, 3, 'full')).toBe(false);
    expect(isShortGrid(3, 3, 1, 'valid')).toBe(false);
    expect(isShortGrid(4, 4, 2, 'same')).toBe(false);
  });

  it('leaves no tensors behind', () => {
    const [x, weight] = [noise([1, 5, 5, 2]), noise([3, 3, 2, 2])];
    expectNoLeak(() => fastConvolution(x, weight, 'valid'));
  });
});

describe('Toom-Cook', () => {
  const apply = (matrix: readonly (readonly number[])[], x: readonly number[]) =>
    matrix.map((row) => row.reduce((sum, value, i) => sum + value * (x[i] as number), 0));
  const run = ({ filter, input, output }: ReturnType<typeof product>, g: number[], d: number[]) => {
    const [a, b] = [apply(filter, g), apply(input, d)];
    return apply(
      output,
      a.map((value, i) => value * (b[i] as number)),
    ).map((value) => Number(value.toFixed(9)));
  };

  it('multiplies polynomials: (1 + 2x + 3x^2)(4 + 5x) by hand', () => {
    expect(run(product(2, 3), [1, 2, 3], [4, 5])).toEqual([4, 13, 22, 15]);
  });

  it('correlates: outputs g0 d_i + g1 d_i+1 + g2 d_i+2 by hand, with zeros around where padded', () => {
    expect(run(correlation(4, 3, 0), [1, 2, 3], [1, 0, 2, -1])).toEqual([7, 1]);
    expect(run(correlation(4, 3, 1), [1, 2, 3], [1, 0, 2, -1])).toEqual([2, 7, 1, 0]);
  });
});
