import { Random, type Task } from '@cmg/core';
import { sampleDataset } from '@cmg/core/testing';
import { compile } from '@cmg/runtime';
import * as tf from '@tensorflow/tfjs';
import { gradientOfValues, maxOverSegments } from '../src/classification/max-over-segments.js';
import { softmaxCrossEntropy } from '../src/classification/softmax-cross-entropy.js';
import { cacheCodes, classification, type FrozenEncoder, localisation, openSet, retrieval, segmentation } from '../src/index.js';
import { Trial } from '../src/transfer/trial.js';

/** Elsewhere a compiled function is the function itself. */
const test = tf.getBackend() === 'tensorflow' ? globalThis.test : globalThis.test.skip;

const CODES = 10;

/** Two codes for each class and for the background, by the class that the sample's features are. */
function encoder(): FrozenEncoder {
  const embedding = tf.tensor2d(new Random(1).uniforms(CODES * 8, -1, 1), [CODES, 8]);
  const encode = (_: string, x: tf.Tensor) => {
    const odd = tf
      .range(0, x.shape[1] as number)
      .mod(2)
      .reshape([-1, 1]);
    const indices = tf.add(tf.mul(x, 2), odd).toInt() as tf.Tensor3D;
    const codes = tf.gather(embedding, indices.squeeze([2])) as unknown as tf.Tensor3D;
    return { indices, codes, semantic: codes.mul(1.5) as tf.Tensor3D };
  };
  return { modalities: ['audio', 'video', 'text'], width: 8, segments: 5, levels: 1, embedding, encode };
}

/** Parameters by path after two epochs of three batches, the last of which is smaller. */
async function trained(
  task: Task<never>,
  small: Record<string, unknown>,
  compiled: 'always' | 'never',
  frozen: FrozenEncoder,
): Promise<Map<string, number[]>> {
  const dataset = sampleDataset();
  const options = task.options.parse({ ...small, epochs: 2, batchSize: 10, learningRate: 1e-3, compile: compiled });
  const cache = cacheCodes({ encoder: frozen, dataset });
  const trial = await Trial.create({ cache, task, options, from: 'audio', seed: 3 });
  try {
    await trial.train();
    return new Map([...trial.parameters].map(([path, variable]) => [path, [...variable.dataSync()]]));
  } finally {
    trial.dispose();
  }
}

test.each([
  ['classification', classification, { hidden: 8 }],
  ['classification by maxima', classification, { hidden: 8, pool: 'max' }],
  ['classification on z', classification, { hidden: 8, reads: 'semantic' }],
  ['localisation', localisation, { hidden: 8 }],
  ['open-set', openSet, { hidden: 8 }],
  ['retrieval', retrieval, { hidden: 8 }],
  ['segmentation', segmentation, { levels: [4, 8], width: 8 }],
  ['segmentation by attention', segmentation, { levels: [4, 8], width: 8, projection: 'attention' }],
] as const)('a compiled step trains a head of %s as the step does', async (_, task, small) => {
  const frozen = encoder();
  const before = tf.memory().numTensors;
  const compiled = await trained(task as unknown as Task<never>, small, 'always', frozen);
  expect(tf.memory().numTensors).toBe(before);
  const plain = await trained(task as unknown as Task<never>, small, 'never', frozen);
  expect([...compiled.keys()]).toEqual([...plain.keys()]);
  const gaps = [...compiled].flatMap(([path, values]) => values.map((value, i) => Math.abs(value - (plain.get(path)?.[i] as number))));
  // Each parameter moves by up to 6e-3. Where a gradient is tiny, Adam makes its rounding as large as any.
  expect(gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length).toBeLessThan(1e-5);
  expect(gaps.filter((gap) => !(gap < 1e-3)).length).toBeLessThan(1 + gaps.length / 1000);
  frozen.embedding.dispose();
});

test('the maximum over segments, and its gradient, by operations as by the host', () => {
  const values = tf.tensor2d(new Random(3).uniforms(20, -1, 1), [5, 4]);
  const indices = tf.tensor2d([0, 3, 3, 4, 2, 2, 2, 2, 1, 0, 4, 2], [3, 4], 'int32');
  const gradient = tf.tensor2d(new Random(4).uniforms(12, -1, 1), [3, 4]);
  const equal = tf.ones<tf.Rank.R2>([5, 4]);
  const pooled = (inputs: { values: tf.Tensor2D; indices: tf.Tensor2D; gradient: tf.Tensor2D }) => {
    const { largest, winners } = maxOverSegments(inputs.values, inputs.indices);
    return { largest, winners, scattered: gradientOfValues(inputs.gradient, winners, [5, 4]) };
  };
  const compiled = compile(pooled);
  for (const table of [values, equal]) {
    const [byOperations, byHost] = [compiled.run({ values: table, indices, gradient }), pooled({ values: table, indices, gradient })];
    expect([...byOperations.winners.dataSync()]).toEqual([...byHost.winners.dataSync()]);
    expect([...byOperations.largest.dataSync()]).toEqual([...byHost.largest.dataSync()]);
    const scattered = byHost.scattered.dataSync();
    byOperations.scattered.dataSync().forEach((value, i) => expect(value).toBeCloseTo(scattered[i] as number, 6));
  }
  compiled.dispose();
});

test.each([
  [3, [2, 0, 1, 2], [...new Random(1).uniforms(9, -3, 3), 1000, 0, -1000]],
  [1, [0, 0], [2, -1]],
])('the cross entropy of %d classes and its gradient, by operations as by the host', (width, labels, values) => {
  const classes = tf.tensor1d(labels);
  const logits = tf.tensor2d(values, [labels.length, width]);
  const both = (x: tf.Tensor2D) => tf.valueAndGrad((y: tf.Tensor) => softmaxCrossEntropy(y as tf.Tensor2D, classes).mul(2))(x);
  const compiled = compile(both, { constants: [classes] });
  const [byOperations, byHost] = [compiled.run(logits), both(logits)];
  expect(byOperations.value.dataSync()[0]).toBeCloseTo(byHost.value.dataSync()[0] as number, 4);
  byOperations.grad.dataSync().forEach((value, i) => expect(value).toBeCloseTo(byHost.grad.dataSync()[i] as number, 6));
  compiled.dispose();
});
