import { ParameterScope, type PredictionBatch, Random } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { openSet, openSetMeasures } from '../src/index.js';
import { knownCrossEntropy } from '../src/open-set/open-set.js';
import { bestThreshold, everyThreshold, scoresAt } from '../src/open-set/rejection.js';

const options = (more: object = {}) => openSet.options.parse({ hidden: 4, ...more });
const embedding = tf.tensor2d(new Random(1).uniforms(6 * 3, -1, 1), [6, 3]);
const build = async (more: object = {}, classes = ['a', 'b', 'c', 'd']) => {
  const parameters = ParameterScope.root(new Random(2), tf);
  const head = await openSet.createHead(options(more), { parameters, embedding, segments: 2, classes });
  return { head, threshold: async () => (await parameters.parameters.get('threshold')!.data())[0] as number };
};

async function* batch(logits: readonly (readonly number[])[], targets: readonly number[]): AsyncGenerator<PredictionBatch> {
  yield {
    rows: Int32Array.from(targets, (_, i) => i),
    outputs: { data: Float32Array.from(logits.flat()), shape: [logits.length, logits[0]!.length] },
    targets: { data: Float32Array.from(targets), shape: [targets.length] },
  };
}

test('clips of unknown classes have no part in the loss nor in its gradient', async () => {
  const logits = tf.tensor2d([0, Math.log(3), 5, -5, 2, 2], [3, 2]);
  const targets = tf.tensor1d([1, 2, 3]);
  const { value, grad } = tf.valueAndGrad((x: tf.Tensor) => knownCrossEntropy(x, targets))(logits);
  expect((await value.data())[0]).toBeCloseTo(Math.log(4 / 3), 6);
  const [first, ...rest] = (await grad.array()) as number[][];
  expect(first).toEqual([expect.closeTo(0.25, 6), expect.closeTo(-0.25, 6)]);
  expect(rest.flat().every((x) => x === 0)).toBe(true);
  expect((await knownCrossEntropy(logits, tf.tensor1d([2, 3, 2])).data())[0]).toBeCloseTo(0, 10);
});

test('half of the classes are known, at least one and not all', async () => {
  const width = async (known: number, classes: string[]) => {
    const { head } = await build({ known }, classes);
    return head.apply(tf.tensor3d([0, 1], [1, 2, 1], 'int32'), { training: false, random: new Random(0) }).shape[1];
  };
  expect(await width(0.5, ['a', 'b', 'c', 'd'])).toBe(2);
  expect(await width(0.01, ['a', 'b', 'c', 'd'])).toBe(1);
  expect(await width(0.99, ['a', 'b', 'c', 'd'])).toBe(3);
  await expect(build({}, ['a'])).rejects.toThrow('needs two classes or more');
});

/** Logits of two known classes that make the first as sure as p. */
const sure = (p: number) => [Math.log(p / (1 - p)), 0];

test('the threshold is the best of the validation clips, and stays for others', async () => {
  const { head, threshold } = await build();
  await head.calibrate!(batch([sure(0.9), sure(0.8), sure(0.6), sure(0.7)], [0, 0, 2, 3]));
  // Everything from 0.8 on is known: all four are right.
  expect(await threshold()).toBeCloseTo(0.8, 6);
  const { scores } = await head.measure(batch([sure(0.85), sure(0.75), sure(0.95), sure(0.55)], [0, 0, 2, 3]));
  expect(scores).toMatchObject({ known: 50, unknown: 50, hScore: 50 });
  expect(head.predict!({ data: Float32Array.from([...sure(0.85), ...sure(0.75)]), shape: [2, 2] })).toEqual([
    [{ class: 'a', score: expect.closeTo(0.85, 6) }],
    [],
  ]);
});

test('the published way chooses among ten thresholds by the measured clips themselves, and calibrates nothing', async () => {
  const { head } = await build({ threshold: 'test' });
  expect(head.calibrate).toBeUndefined();
  const { scores } = await head.measure(batch([sure(0.9), sure(0.8), sure(0.6), sure(0.7)], [0, 0, 2, 3]));
  expect(scores['hScore']).toBe(100);
});

test('chance is the best of blind guessing', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.double({ min: 0, max: 1, noNaN: true }), (known, rejected) => {
      const { chance } = openSetMeasures(
        { data: new Float32Array(2 * known), shape: [2, known] },
        { data: Float32Array.of(0, known), shape: [2] },
        Array.from({ length: known + 1 }, (_, i) => `${i}`),
        () => 0,
      );
      const right = (1 - rejected) / known;
      const blind = right + rejected === 0 ? 0 : (200 * right * rejected) / (right + rejected);
      expect(blind).toBeLessThanOrEqual(chance + 1e-9);
    }),
  );
});

test('no threshold is better than the best of all', () => {
  const clip = fc.record({ confidence: fc.integer({ min: 0, max: 8 }).map((n) => n / 8), predicted: fc.integer({ min: 0, max: 1 }) });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(clip, fc.integer({ min: -1, max: 1 })), { minLength: 1, maxLength: 30 }),
      fc.double({ min: 0, max: 2, noNaN: true }),
      (clips, other) => {
        const [decided, truth] = [clips.map(([decision]) => decision), clips.map(([, label]) => label)];
        const best = bestThreshold(everyThreshold(decided), decided, truth);
        expect(scoresAt(best, decided, truth).hScore).toBeGreaterThanOrEqual(scoresAt(other, decided, truth).hScore);
      },
    ),
  );
});

test('clips of only known or only unknown classes are refused', async () => {
  const { head } = await build();
  await expect(head.calibrate!(batch([sure(0.9)], [0]))).rejects.toThrow('1 clips of known classes and 0 of unknown ones');
  await expect(head.measure(batch([sure(0.9)], [3]))).rejects.toThrow('both are needed');
});

test('logits of another number of clips are refused', () => {
  const of = (...shape: number[]) => ({ data: new Float32Array(shape.reduce((a, b) => a * b)), shape });
  expect(() => openSetMeasures(of(2, 2), of(3), ['a', 'b', 'c'], () => 0)).toThrow('expected logits of shape [3, 2], got [2, 2]');
});
