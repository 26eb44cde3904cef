import * as tf from '@tensorflow/tfjs';
import { relu } from '../src/index.js';
import { expectNoLeak, gradientsOf, noise } from './support/tensors.js';

describe('relu', () => {
  it('cuts off what is below 0', () => {
    expect([...relu(tf.tensor1d([-2, 0, 3])).dataSync()]).toEqual([0, 0, 3]);
    expect(relu(tf.tensor1d([NaN])).dataSync()[0]).toBeNaN();
  });

  it("has tfjs's gradient", () => {
    const x = noise([4, 5]).mul(10).round();
    const [expected, actual] = [tf.relu, relu].map((f) => [...(gradientsOf((a) => f(a), [x])[0] as tf.Tensor).dataSync()]);
    expect(actual?.map(Math.abs)).toEqual(expected?.map(Math.abs));
    expect(actual?.some((value) => value !== 0)).toBe(true);
  });

  it('leaves no tensors behind', () => {
    const x = noise([4]);
    expectNoLeak(() => gradientsOf((a) => relu(a), [x])[0] as tf.Tensor);
  });
});
