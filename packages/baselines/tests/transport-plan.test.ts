import { expectClose, nestedNormals, reference } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import { transportPlan } from '../src/index.js';

const OPTIONS = { beta: 0.5, iterations: 50 };

/** [N, K], all in [0, 2] as 1 - cos is. */
const COSTS = (nestedNormals([1, 6, 5], 3)[0] as number[][]).map((row) => row.map((value) => 1 + Math.tanh(value)));

describe('transportPlan', () => {
  it('takes from each feature and gives to each code alike, by the formula', () => {
    const plan = transportPlan(tf.tensor2d(COSTS), tf.ones([5]), OPTIONS);
    expectClose(plan.sum(0), Array<number>(5).fill(1 / 5), 1e-6);
    expectClose(plan.sum(1), Array<number>(6).fill(1 / 6), 1e-3);
    const formula = reference.transportPlan(COSTS, OPTIONS.beta, OPTIONS.iterations, Array<boolean>(5).fill(true));
    expectClose(plan, formula.flat(), 1e-5);
  });

  it('finds the cheapest plan', () => {
    const cost = [
      [0, 1, 1],
      [1, 0.1, 1],
      [1, 1, 0.2],
    ];
    const plan = transportPlan(tf.tensor2d(cost), tf.ones([3]), { beta: 0.1, iterations: 50 });
    expectClose(plan, [1 / 3, 0, 0, 0, 1 / 3, 0, 0, 0, 1 / 3], 1e-6);
  });

  it('is as if codes that take no part did not exist', () => {
    const inUse = [1, 0, 1, 0, 1];
    const plan = transportPlan(tf.tensor2d(COSTS), tf.tensor1d(inUse), OPTIONS);
    const without = transportPlan(tf.tensor2d(COSTS.map((row) => row.filter((_, k) => inUse[k] === 1))), tf.ones([3]), OPTIONS);
    expectClose(tf.gather(plan, [0, 2, 4], 1), [...without.dataSync()], 1e-6);
    expectClose(tf.gather(plan, [1, 3], 1), Array<number>(12).fill(0));
    const only = transportPlan(tf.tensor2d(COSTS), tf.tensor1d([0, 0, 1, 0, 0]), OPTIONS);
    expectClose(only.sum(1), Array<number>(6).fill(1 / 6), 1e-6);
  });

  it.each([
    ['the smallest beta', COSTS, 0.05],
    ['costs at both ends', COSTS.map((row) => row.map((cost) => (cost > 1 ? 2 : 0))), 0.05],
    ['costs that are all the same', COSTS.map((row) => row.map(() => 2)), 0.5],
    ['a single feature', COSTS.slice(0, 1), 0.5],
  ])('stays a plan: %s', (_, costs, beta) => {
    const plan = transportPlan(tf.tensor2d(costs), tf.ones([5]), { beta, iterations: 100 });
    expectClose(plan.sum(0), Array<number>(5).fill(1 / 5), 1e-5);
    expect(plan.min().dataSync()[0]).toBeGreaterThanOrEqual(0);
  });

  it('is constant to a gradient, and leaves nothing behind', () => {
    const costs = tf.tensor2d(COSTS);
    const inUse = tf.ones([5]) as tf.Tensor1D;
    const before = tf.memory().numTensors;
    transportPlan(costs, inUse, OPTIONS).dispose();
    expect(tf.memory().numTensors).toBe(before);
    const slope = tf.grad((c) => tf.sum(tf.mul(transportPlan(c as tf.Tensor2D, inUse, OPTIONS), c)))(costs);
    expectClose(slope, [...transportPlan(costs, inUse, OPTIONS).dataSync()], 1e-7);
  });
});
