import * as tf from '@tensorflow/tfjs';
import { softmax } from '../src/index.js';
import { expectNoLeak, gradientsOf, noise } from './support/tensors.js';

/** p (dp - sum p dp) for loss sum(softmax(x) w), in float64, the sum as differences so that nothing cancels. */
function exactGradient(x: readonly number[], w: readonly number[]): number[] {
  const most = Math.max(...x);
  const powers = x.map((value) => Math.exp(value - most));
  const total = powers.reduce((a, b) => a + b);
  const p = powers.map((power) => power / total);
  return p.map((pi, i) => pi * p.reduce((sum, pk, k) => sum + pk * ((w[i] as number) - (w[k] as number)), 0));
}

describe('softmax', () => {
  const gradient = (f: (a: tf.Tensor) => tf.Tensor, x: tf.Tensor, w: tf.Tensor): Float32Array =>
    tf
      .grad((a: tf.Tensor) => tf.sum(tf.mul(f(a), w)))(x)
      .dataSync<'float32'>();

  it("has tfjs's values, and its gradient where nothing saturates", () => {
    const [x, w] = [noise([3, 4, 5]), noise([3, 4, 5])];
    expect([...softmax(x).dataSync()]).toEqual([...tf.softmax(x).dataSync()]);
    const expected = gradient(tf.softmax, x, w);
    gradient(softmax, x, w).forEach((value, i) => expect(value).toBeCloseTo(expected[i] as number, 6));
  });

  it('has a gradient exact to 1e-5 where one element has all but 1e-9 of the weight', () => {
    const x = [21, 0, -1, 0.5];
    const w = [1.7, -0.4, 0.3, 2.2];
    const exact = exactGradient(x, w);
    gradient(softmax, tf.tensor2d([x]), tf.tensor2d([w])).forEach((value, i) => {
      expect(Math.abs(value / (exact[i] as number) - 1)).toBeLessThan(1e-5);
    });
  });

  it('leaves no tensors behind', () => {
    const x = noise([2, 4]);
    expectNoLeak(() => gradientsOf((a) => softmax(a), [x])[0] as tf.Tensor);
  });
});
