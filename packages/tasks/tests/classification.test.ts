import { type Dataset, type ForwardContext, ParameterScope, Random } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { classification, type ClassificationOptions } from '../src/index.js';

const context: ForwardContext = { training: false, random: new Random(0) };
const embedding = tf.tensor2d(new Random(1).uniforms(6 * 3, -1, 1), [6, 3]);
const indices = tf.tensor3d([0, 5, 5, 2, 1, 1], [2, 3, 1], 'int32');
const options = classification.options.parse({ hidden: 4 });
const build = async (pool: ClassificationOptions['pool'] = 'max') => {
  const parameters = ParameterScope.root(new Random(2), tf);
  const head = await classification.createHead({ ...options, pool }, { parameters, embedding, segments: 3, classes: ['a', 'b'] });
  return { head, parameter: (name: string) => parameters.parameters.get(name) as tf.Tensor };
};

test('by default segments vote, each as decided as it is, with one level and with two', async () => {
  expect(options.pool).toBe('vote');
  const { head, parameter } = await build('vote');
  // One clip after the other, in plain numbers.
  const expected = (segments: tf.Tensor) => {
    const logits = tf
      .matMul(segments.reshape([-1, 3]), parameter('classify/weight') as tf.Tensor2D)
      .add(parameter('classify/bias'))
      .reshape([segments.shape[0], -1, 2])
      .arraySync() as number[][][];
    return logits.map((clip) => {
      const decided = clip.map((l) => l.map((x) => x - (l[0]! + l[1]!) / 2));
      const weights = decided.map((d) => Math.hypot(...d));
      const total = weights.reduce((sum, w) => sum + w);
      return [0, 1].map((c) => decided.reduce((sum, d, t) => sum + weights[t]! * d[c]!, 0) / total);
    });
  };
  const expectClose = (codes: tf.Tensor3D, segments: tf.Tensor) =>
    expect(
      tf
        .sub(head.apply(codes, context), tf.tensor(expected(segments)))
        .abs()
        .max()
        .dataSync()[0],
    ).toBeLessThan(1e-5);
  expectClose(indices, tf.gather(embedding, indices.flatten()).reshape([2, 3, 3]));
  const levels = tf.tensor3d([0, 3, 1, 5, 2, 4, 2, 3], [2, 2, 2], 'int32');
  expectClose(levels, tf.gather(embedding, levels.flatten()).reshape([2, 2, 2, 3]).sum(2));
});

test('two votes outweigh a stronger one, and segments that favour nothing change nothing', async () => {
  // Codes: 1 for class a, 1.2 for class b, as much for both.
  const codes = tf.tensor2d([1, 0, 0, 1.2, 3, 3], [3, 2]);
  const logits = async (pool: ClassificationOptions['pool'], clip: number[]) => {
    const parameters = ParameterScope.root(new Random(2), tf);
    const build = { parameters, embedding: codes, segments: clip.length, classes: ['a', 'b'] };
    const head = await classification.createHead({ ...options, hidden: 2, pool }, build);
    for (const [name, variable] of parameters.parameters) variable.assign(name.endsWith('weight') ? tf.eye(2) : tf.zerosLike(variable));
    return [...head.apply(tf.tensor3d(clip, [1, clip.length, 1], 'int32'), context).dataSync()].map((x) => Number(x.toFixed(4)));
  };
  expect(await logits('max', [0, 0, 1])).toEqual([1, 1.2]);
  // d = (.5, -.5) twice and (-.6, .6): weights in the proportion 5 : 5 : 6, hence (2 * 5 * .5 - 6 * .6) / 16.
  expect(await logits('vote', [0, 0, 1])).toEqual([0.0875, -0.0875]);
  expect(await logits('vote', [0, 0, 1, 2, 2, 2, 2])).toEqual([0.0875, -0.0875]);
  expect(await logits('vote', [2, 2])).toEqual([0, 0]);
});

test('of the maximum: logits are W2 max_t(W1 q_t + b1) + b2, computed from the vectors of the codes', async () => {
  const { head, parameter } = await build();
  const vectors = tf.gather(embedding, indices.flatten());
  const hidden = tf
    .matMul(vectors, parameter('project/weight') as tf.Tensor2D)
    .add(parameter('project/bias'))
    .reshape([2, 3, 4]);
  const expected = tf.matMul(hidden.max(1) as tf.Tensor2D, parameter('classify/weight') as tf.Tensor2D).add(parameter('classify/bias'));
  const actual = head.apply(indices, context);
  expect(actual.shape).toEqual([2, 2]);
  expect(await actual.sub(expected).abs().max().data()).toEqual(Float32Array.of(0));
});

test('of the maximum: its layers start within 1/sqrt(inputs), as those of PyTorch', async () => {
  const parameters = ParameterScope.root(new Random(2), tf);
  const wide = { parameters, embedding: tf.zeros([6, 16]) as tf.Tensor2D, segments: 3, classes: Array<string>(20).fill('a') };
  await classification.createHead({ ...options, hidden: 64, pool: 'max' }, wide);
  for (const [name, bound] of [
    ['project', 1 / 4],
    ['classify', 1 / 8],
  ] as const) {
    const largest = parameters.parameters.get(`${name}/weight`)?.abs().max().dataSync()[0];
    expect(largest).toBeLessThanOrEqual(bound);
    expect(largest).toBeGreaterThan(0.98 * bound);
  }
});

test('its gradient is that of the layers one by one', async () => {
  const { head, parameter } = await build();
  const weights = tf.tensor2d([1, -2, 0.5, 3], [2, 2]);
  // Codes that repeat in a clip would get the gradient of tf.max more than once.
  const distinct = tf.tensor3d([0, 5, 2, 1], [2, 2, 1], 'int32');
  const layers = (w1: tf.Tensor, b1: tf.Tensor, w2: tf.Tensor, b2: tf.Tensor) => {
    const hidden = tf.gather(tf.matMul(embedding, w1 as tf.Tensor2D).add(b1), distinct.squeeze([2])).max(1);
    return tf
      .matMul(hidden as tf.Tensor2D, w2 as tf.Tensor2D)
      .add(b2)
      .mul(weights)
      .sum();
  };
  const names = ['project/weight', 'project/bias', 'classify/weight', 'classify/bias'];
  const composed = tf.grads((...values) => layers(...(values as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor])))(names.map(parameter));
  const { grads } = tf.variableGrads(() => head.apply(distinct, context).mul(weights).sum() as tf.Scalar);
  names.forEach((name, i) => {
    const own = grads[(parameter(name) as tf.Variable).name] as tf.Tensor;
    expect(
      own
        .sub(composed[i] as tf.Tensor)
        .abs()
        .max()
        .dataSync()[0],
    ).toBeLessThan(1e-5);
  });
});

test('of several levels a segment is the sum of its codes: in the logits, and in the gradient', async () => {
  const { head, parameter } = await build();
  const codes = tf.tensor3d([0, 3, 1, 5, 2, 4, 2, 3], [2, 2, 2], 'int32');
  const layers = (w1: tf.Tensor, b1: tf.Tensor, w2: tf.Tensor, b2: tf.Tensor) => {
    const vectors = tf.gather(embedding, codes.flatten()).reshape([4, 2, 3]).sum(1);
    const hidden = tf
      .matMul(vectors as tf.Tensor2D, w1 as tf.Tensor2D)
      .add(b1)
      .reshape([2, 2, 4])
      .max(1);
    return tf.matMul(hidden as tf.Tensor2D, w2 as tf.Tensor2D).add(b2);
  };
  const names = ['project/weight', 'project/bias', 'classify/weight', 'classify/bias'];
  const values = names.map(parameter) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
  expect(
    head
      .apply(codes, context)
      .sub(layers(...values))
      .abs()
      .max()
      .dataSync()[0],
  ).toBeLessThan(1e-6);
  const composed = tf.grads((...given) =>
    layers(...(given as typeof values))
      .square()
      .sum(),
  )(values);
  const { grads } = tf.variableGrads(() => head.apply(codes, context).square().sum() as tf.Scalar);
  names.forEach((name, i) => {
    const own = grads[(parameter(name) as tf.Variable).name] as tf.Tensor;
    expect(
      own
        .sub(composed[i] as tf.Tensor)
        .abs()
        .max()
        .dataSync()[0],
    ).toBeLessThan(1e-5);
  });
});

test('the loss is the mean cross entropy', async () => {
  const { head } = await build();
  // -ln softmax([0, ln 3])[1] = -ln 3/4; -ln softmax([0, 0])[0] = ln 2.
  const loss = head.loss(tf.tensor2d([0, Math.log(3), 0, 0], [2, 2]), tf.tensor1d([1, 0]));
  expect((await loss.data())[0]).toBeCloseTo((Math.log(4 / 3) + Math.log(2)) / 2, 6);
});

test('targets are the classes of the clips; a class that does not exist is named with its clip', async () => {
  const source = (clips: number[]) => ({
    dataset: {
      classes: ['a', 'b'],
      labels: async () => ({ clipClasses: Int32Array.from(clips), segmentClasses: {} }),
    } as unknown as Dataset,
    split: 'test',
    modality: 'audio',
    codes: () => Promise.reject(new Error('not needed')),
  });
  const targets = await classification.targets(options, source([1, 0, 1]));
  expect(await targets.read([0, 1, 2])).toEqual({ data: Float32Array.of(1, 0, 1), shape: [3] });
  await expect(classification.targets(options, source([0, -1]))).rejects.toThrow(
    'labels of test, clip 1: its class is -1; expected 0 to 1',
  );
  await expect(classification.targets(options, source([2]))).rejects.toThrow('clip 0');
});

test('every option has a default, and unknown ones are refused', () => {
  expect(classification.options.parse({})).toEqual({
    compile: 'auto',
    pool: 'vote',
    reads: 'codes',
    protocol: 'heldout',
    trainSplit: 'train',
    testSplit: 'test',
    validationSplit: 'val',
    select: 'last',
    epochs: 12,
    batchSize: 80,
    learningRate: 1e-3,
    hidden: 256,
  });
  expect(() => classification.options.parse({ hiden: 3 })).toThrow();
});
