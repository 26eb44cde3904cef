import { type Dataset, type ForwardContext, type Head, ParameterScope, Random } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { classification, type ClassificationOptions } from '../src/index.js';

const context: ForwardContext = { training: false, random: new Random(0) };
const embedding = tf.tensor2d(new Random(1).uniforms(6 * 3, -1, 1), [6, 3]);
const indices = tf.tensor3d([0, 5, 5, 2, 1, 1], [2, 3, 1], 'int32');
const options = classification.options.parse({ hidden: 4 }) as ClassificationOptions;
const build = async (pool: ClassificationOptions['pool'] = 'max') => {
  const parameters = ParameterScope.root(new Random(2), tf);
  const head = await classification.createHead({ ...options, pool }, { parameters, embedding, segments: 3, classes: ['a', 'b'] });
  return { head, parameter: (name: string) => parameters.parameters.get(name) as tf.Tensor };
};

test('by default segments vote: logits are W2 (W1 mean_t q_t + b1) + b2, with one level and with two', async () => {
  expect(options.pool).toBe('mean');
  const { head, parameter } = await build('mean');
  const layers = (segments: tf.Tensor) =>
    tf
      .matMul(
        tf.matMul(segments.mean(1) as tf.Tensor2D, parameter('project/weight') as tf.Tensor2D).add(parameter('project/bias')),
        parameter('classify/weight') as tf.Tensor2D,
      )
      .add(parameter('classify/bias'));
  const expectClose = (codes: tf.Tensor3D, segments: tf.Tensor) =>
    expect(head.apply(codes, context).sub(layers(segments)).abs().max().dataSync()[0]).toBeLessThan(1e-6);
  expectClose(indices, tf.gather(embedding, indices.flatten()).reshape([2, 3, 3]));
  const levels = tf.tensor3d([0, 3, 1, 5, 2, 4, 2, 3], [2, 2, 2], 'int32');
  expectClose(levels, tf.gather(embedding, levels.flatten()).reshape([2, 2, 2, 3]).sum(2));
});

test('a vote outweighs one strong segment, a maximum does not', () => {
  // Codes of one number: two segments of code 1 (class a: 1 each) against one of code 0 (class b: 1.5).
  const parameters = ParameterScope.root(new Random(2), tf);
  const codes = tf.tensor2d([-1.5, 1, 0], [3, 1]);
  const logits = (pool: ClassificationOptions['pool']) => {
    const scope = parameters.child(pool);
    const head = classification.createHead(
      { ...options, hidden: 2, pool },
      { parameters: scope, embedding: codes, segments: 3, classes: ['a', 'b'] },
    ) as Head;
    const set = (name: string, values: number[][]) => (scope.parameters.get(name) as tf.Variable).assign(tf.tensor(values));
    set(`${pool}/project/weight`, [[1, -1]]);
    set(`${pool}/classify/weight`, [
      [1, 0],
      [0, 1],
    ]);
    const biases = [`${pool}/project/bias`, `${pool}/classify/bias`];
    for (const name of biases) (scope.parameters.get(name) as tf.Variable).assign(tf.zeros([2]));
    return [...head.apply(tf.tensor3d([1, 1, 0], [1, 3, 1], 'int32'), context).dataSync()];
  };
  expect(logits('max')).toEqual([1, 1.5]);
  expect(logits('mean').map((x) => Number(x.toFixed(6)))).toEqual([0.166667, -0.166667]);
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
    pool: 'mean',
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
