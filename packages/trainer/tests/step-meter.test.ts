import type { StepNumbers } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { jest } from '@jest/globals';
import { StepMeter } from '../src/index.js';

const numbers = { total: 3, losses: { a: 1, b: 2 }, metrics: { m: 4 }, gradientNorms: { encoder: 5, decoder: 6 } };
const indices = (...codes: number[]) => ({ sound: tf.tensor3d(codes, [1, codes.length, 1], 'int32') });
const scalars = ({ total, ...groups }: StepNumbers): StepNumbers<tf.Scalar> => {
  const each = (values: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, tf.scalar(value)]));
  return { total: tf.scalar(total), losses: each(groups.losses), metrics: each(groups.metrics), gradientNorms: each(groups.gradientNorms) };
};

async function withMeter(body: (meter: StepMeter, add: (more?: Partial<StepNumbers>, ...codes: number[]) => void) => Promise<void>) {
  const meter = new StepMeter(['sound'], 4, 10, (step) => `step ${step}`);
  let step = 0;
  try {
    await body(meter, (more = {}, ...codes) => meter.add(step++, scalars({ ...numbers, ...more }), indices(...codes)));
  } finally {
    meter.dispose();
  }
}

describe('StepMeter', () => {
  it.each<[string, Partial<StepNumbers>]>([
    ["loss 'b' is NaN", { losses: { a: 1, b: NaN }, total: NaN }],
    ['the total loss is Infinity', { total: Infinity }],
    ["the gradient of module 'decoder' is -Infinity", { gradientNorms: { encoder: 5, decoder: -Infinity } }],
    ["the gradient of module 'encoder' is NaN", { gradientNorms: { encoder: NaN, decoder: NaN } }],
  ])('stops training where %s, and says in which step', (problem, more) =>
    withMeter(async (meter, add) => {
      add({}, 0);
      await meter.check();
      add(more, 0);
      add({}, 0);
      await expect(meter.check()).rejects.toThrow(`step 1: ${problem}; training has stopped`);
    }),
  );

  it('lets a metric be what it is', () =>
    withMeter(async (meter, add) => {
      add({ metrics: { m: NaN } }, 0);
      await meter.check();
    }));

  it('records the last step, the codes of all, and the speed since the record before', () =>
    withMeter(async (meter, add) => {
      let now = 1000;
      const clock = jest.spyOn(performance, 'now').mockImplementation(() => now);
      try {
        meter.start();
        add({ total: 1 }, 0, 0);
        add({ total: 2 }, 1, 1);
        now += 500;
        const at = { step: 2, epoch: 1, learningRate: 0.1 };
        const first = await meter.record(at);
        expect(first).toMatchObject({ ...at, ...numbers, total: 2, clipsPerSecond: 40 });
        expect(first.codes).toMatchObject({ used: { sound: 2 }, perplexity: { sound: expect.closeTo(2, 5) } });
        add({ total: 7 }, 3, 3);
        now += 2000;
        const second = await meter.record(at);
        expect(second).toMatchObject({ total: 7, clipsPerSecond: 5, codes: { used: { sound: 1 } } });
      } finally {
        clock.mockRestore();
      }
    }));

  it('tells what of the memory is its own, and frees it', async () => {
    const before = tf.memory().numTensors;
    const [given, codes] = [scalars(numbers), indices(1)];
    const meter = new StepMeter(['sound'], 4, 10, String);
    const others = meter.otherTensors;
    meter.add(0, given, codes);
    expect(meter.otherTensors).toBe(others);
    meter.dispose();
    tf.dispose([given, codes] as unknown as tf.TensorContainer);
    expect(tf.memory().numTensors).toBe(before);
  });
});
