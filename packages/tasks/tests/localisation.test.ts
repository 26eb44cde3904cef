import { type Dataset, type Labels, ParameterScope, Random } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { localisation, localisationMeasures } from '../src/index.js';
import { expLogLoss, sigmoidCrossEntropy } from '../src/localisation/localisation-loss.js';
import { bestLocalisationThreshold } from '../src/localisation/localisation-measures.js';

const options = (more: object = {}) => localisation.options.parse(more);
const logits = tf.tensor3d(new Random(1).uniforms(12, -3, 3), [2, 2, 3]);
const targets = tf.tensor3d([1, 0, 0, 0, 1, 1, 0, 0, 1, 1, 1, 0], [2, 2, 3]);

describe('targets', () => {
  const read = async (labels: Partial<Labels>) => {
    const dataset = {
      classes: ['a', 'b'],
      segments: 3,
      labels: async () => ({ clipClasses: new Int32Array(1), segmentClasses: {}, ...labels }),
    };
    const source = {
      dataset: dataset as unknown as Dataset,
      split: 'test',
      modality: 'audio',
      codes: () => Promise.reject(new Error('not needed')),
    };
    const values = await localisation.targets(options(), source);
    return { ...(await values.read([0])), clips: values.clips };
  };

  test('one class a segment; -1 is background, the last column', async () => {
    const { data, shape, clips } = await read({ segmentClasses: { audio: Int32Array.of(-1, 1, 0) } });
    expect([...data]).toEqual([0, 0, 1, 0, 1, 0, 1, 0, 0]);
    expect([clips, shape]).toEqual([1, [1, 3, 3]]);
  });

  test('several classes a segment, where the data says so', async () => {
    const labels = { segmentClasses: { audio: Int32Array.of(0, -1, 1) }, events: { audio: Uint8Array.of(1, 1, 0, 0, 0, 1) } };
    expect([...(await read(labels)).data]).toEqual([1, 1, 0, 0, 0, 1, 0, 1, 0]);
  });

  test('labels of other modalities, or of a class that does not exist, are refused', async () => {
    await expect(read({ segmentClasses: { video: Int32Array.of(0, 0, 0) } })).rejects.toThrow(
      'labels of test, audio: there are no classes of segments',
    );
    await expect(read({ segmentClasses: { audio: Int32Array.of(0, 2, 0) } })).rejects.toThrow(
      'the class of segment 1 is 2; expected -1 (background) to 1',
    );
  });
});

describe('the loss', () => {
  test('binary cross entropy by hand, also where exponents overflow', async () => {
    // -ln sigmoid(ln 3) = ln 4/3; -ln(1 - sigmoid(0)) = ln 2; -ln(1 - sigmoid(1000)) = 1000.
    const value = sigmoidCrossEntropy(tf.tensor1d([Math.log(3), 0, 1000]), tf.tensor1d([1, 0, 0]));
    expect((await value.data())[0]).toBeCloseTo((Math.log(4 / 3) + Math.log(2) + 1000) / 3, 3);
  });

  test('its gradient is that of the composition of operations', async () => {
    const composed = (x: tf.Tensor) => {
      const p = tf.sigmoid(x);
      return p
        .log()
        .mul(targets)
        .add(tf.sub(1, p).log().mul(tf.sub(1, targets)))
        .mean()
        .mul(-2) as tf.Scalar;
    };
    const fused = (x: tf.Tensor) => sigmoidCrossEntropy(x, targets).mul(2) as tf.Scalar;
    const difference = tf.grad(fused)(logits).sub(tf.grad(composed)(logits)).abs().max();
    expect((await difference.data())[0]).toBeLessThan(1e-6);
  });

  test('ExpLog by hand: cross entropy weighted by e^-alpha', async () => {
    // Softmax of [0, ln 3] is [1/4, 3/4]. First segment has both classes, second the first: -(w0 ln 1/4 + w1 ln 3/4 + w0 ln 1/4) / 2.
    const x = tf.tensor3d([0, Math.log(3), 0, Math.log(3)], [1, 2, 2]);
    const value = expLogLoss(x, tf.tensor3d([1, 1, 1, 0], [1, 2, 2]), tf.tensor1d([0, Math.log(2)]));
    expect((await value.data())[0]).toBeCloseTo((2 * Math.log(4) + 0.5 * Math.log(4 / 3)) / 2, 6);
  });

  test('ExpLog is a mean over segments, however many classes there are', async () => {
    // ln 3 for each of two segments.
    const value = expLogLoss(tf.zeros([1, 2, 3]), tf.tensor3d([1, 0, 0, 0, 0, 1], [1, 2, 3]), tf.zeros([3]));
    expect((await value.data())[0]).toBeCloseTo(Math.log(3), 6);
  });

  test('alpha starts at 0.1 and is learnt; without ExpLog it has no part', async () => {
    const parts = async (more: object) => {
      const scope = ParameterScope.root(new Random(2), tf);
      const embedding = tf.zeros<tf.Rank.R2>([4, 3]);
      const head = await localisation.createHead(options(more), { parameters: scope, embedding, segments: 2, classes: ['a', 'b'] });
      const alpha = scope.parameters.get('alpha') as tf.Variable;
      const { value, grads } = tf.variableGrads(() => head.loss(logits, targets), [alpha]);
      return { alpha: [...(await alpha.data())], loss: (await value.data())[0] as number, gradient: await grads[alpha.name]!.data() };
    };
    const entropy = (await sigmoidCrossEntropy(logits, targets).data())[0] as number;
    const expLog = (await expLogLoss(logits, targets, tf.fill([3], 0.1)).data())[0] as number;
    const full = await parts({});
    expect(full.alpha).toEqual([0.1, 0.1, 0.1].map(Math.fround));
    expect(full.loss).toBeCloseTo(entropy + expLog, 5);
    expect(full.gradient.every((value) => value < 0)).toBe(true);
    expect((await parts({ expLog: 0.5 })).loss).toBeCloseTo(entropy + expLog / 2, 5);
  });
});

/** Two clips of four segments; classes a, b, and background. */
const shape = [2, 4, 3];
const truth = { data: Float32Array.of(1, 0, 0, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1), shape };
const guess = { data: Float32Array.of(2, -1, -1, 1, -1, -1, -1, -1, 1, -1, -1, 1, -1, -1, 1, -1, -1, 1, -1, 3, -1, -1, -1, 1), shape };

test('timelines tell truth and prediction of the clips that are asked for, as far as there are such', () => {
  const { timelines } = localisationMeasures(guess, truth, ['a', 'b'], options({ show: [1, 0, 7] }));
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  expect(timelines).toEqual([
    { clip: 1, segments: 4, truth: [], predicted: [{ class: 'b', score: expect.closeTo(sigmoid(3), 10), segments: [2, 3] }] },
    {
      clip: 0,
      segments: 4,
      truth: [
        { class: 'a', segments: [0, 2] },
        { class: 'b', segments: [3, 4] },
      ],
      predicted: [{ class: 'a', score: expect.closeTo((sigmoid(2) + sigmoid(1)) / 2, 10), segments: [0, 2] }],
    },
  ]);
});

test('chance is the most frequent class in every segment', () => {
  // Background is right in 5 of 8 segments and 5 of 8 labels; without it, a in 2 of 8 and 2 of 3.
  const chance = (more: object) => localisationMeasures(guess, truth, ['a', 'b'], options(more)).chance;
  expect(chance({})).toBeCloseTo(100 * (5 / 8), 8);
  expect(chance({ background: false })).toBeCloseTo(100 * ((2 * (2 / 8) * (2 / 3)) / (2 / 8 + 2 / 3)), 8);
  expect(chance({ background: false, primary: 'precision' })).toBeCloseTo(25, 8);
});

test("the floor is a clip's classes in all its segments", () => {
  // a and b in four segments of one clip, background in four of the other: 7 of 12 are right, of 8; without background 3 of 8, of 3.
  const floors = (more: object) => localisationMeasures(guess, truth, ['a', 'b'], options(more)).floors;
  expect(floors({})).toEqual({ "the clip's classes everywhere": expect.closeTo(70, 8) });
  expect(floors({ background: false })).toEqual({ "the clip's classes everywhere": expect.closeTo((100 * 6) / 11, 8) });
});

test('a threshold of validation clips finds events that are never more likely than not', () => {
  const shy = { ...guess, data: guess.data.map((x) => x - 3) };
  const settings = options({ background: false });
  const at = (threshold: number) => localisationMeasures(shy, truth, ['a', 'b'], settings, threshold).scores['f1'] as number;
  const best = bestLocalisationThreshold(shy, truth, 2, settings);
  expect(at(0)).toBe(0);
  expect(at(best)).toBeGreaterThan(50);
  expect(best).toBeLessThan(0);
  expect(bestLocalisationThreshold(guess, truth, 2, settings)).toBeCloseTo(0, 10);
});

test.each([
  ['f1', true],
  ['precision', true],
  ['segmentF', false],
  ['eventF', false],
] as const)('classes have a %s of their own: %j', (primary, has) => {
  const { perClass } = localisationMeasures(guess, truth, ['a', 'b'], options({ primary }));
  expect(perClass?.length).toBe(has ? 2 : undefined);
});

test('shapes that do not fit are refused', () => {
  expect(() => localisationMeasures({ ...guess, shape: [4, 2, 3] }, truth, ['a', 'b'], options())).toThrow(
    'expected shape [2, 4, 3], got [4, 2, 3]',
  );
  const none = { data: new Float32Array(), shape: [0, 4, 3] };
  expect(() => localisationMeasures(none, none, ['a', 'b'], options())).toThrow('no clip');
});
