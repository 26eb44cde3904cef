import type { Dataset, Labels } from '@cmg/core';
import { type ForwardContext, ParameterScope, Random } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { severalEventsMeasures } from '../src/classification/several-events-measures.js';
import { classification } from '../src/index.js';

const context: ForwardContext = { training: false, random: new Random(0) };
const options = classification.options.parse({});
const classes = ['a', 'b', 'c'];

const source = (labels: Partial<Labels>, modality = 'audio', more: Partial<Labels> = {}) => ({
  dataset: {
    classes,
    segments: 2,
    labels: async (split: string) => ({ segmentClasses: {}, ...labels, ...(split === 'test' && more) }) as Labels,
  } as unknown as Dataset,
  split: 'test',
  modality,
  codes: () => Promise.reject(new Error('not needed')),
});

describe('targets', () => {
  const two = {
    clipClasses: Int32Array.of(0, 2),
    segmentClasses: { audio: Int32Array.of(0, 1, -1, 2), video: Int32Array.of(-1, 0, -1, -1) },
  };
  const read = async (of: ReturnType<typeof source>) => (await classification.targets(options, of)).read([0, 1]);

  test('are all classes that a clip shows in the modality, where a training clip shows several', async () => {
    expect(await read(source(two))).toEqual({ data: Float32Array.of(1, 1, 0, 0, 0, 1), shape: [2, 3] });
    expect(await read(source(two, 'video'))).toEqual({ data: Float32Array.of(1, 0, 0, 0, 0, 0), shape: [2, 3] });
  });

  test('are those of the other modalities where segments of this one have no classes', async () => {
    expect(await read(source(two, 'text'))).toEqual({ data: Float32Array.of(1, 1, 0, 0, 0, 1), shape: [2, 3] });
  });

  test('come from events that may be several at once', async () => {
    const events = { audio: Uint8Array.of(1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0) };
    const labels = { clipClasses: Int32Array.of(0, 1), segmentClasses: { audio: Int32Array.of(0, -1, -1, 1) }, events };
    expect(await read(source(labels))).toEqual({ data: Float32Array.of(1, 0, 1, 0, 1, 0), shape: [2, 3] });
  });

  test('are one class each where no training clip shows several, whatever clips of other splits show', async () => {
    const one = { clipClasses: Int32Array.of(0, 2), segmentClasses: { audio: Int32Array.of(0, 0, -1, 2) } };
    expect(await read(source(one, 'audio', two))).toEqual({ data: Float32Array.of(0, 2), shape: [2] });
  });
});

const codes = tf.tensor2d([3, 0, 0, 0, 3, 0, 0, 0, 3, 0, 0, 0], [4, 3]);

/** A head whose weight is 2 and whose bias is -3 unless given: a code of one class says it with logit 3, and each of the others with -3. */
async function build(bias = -3) {
  const parameters = ParameterScope.root(new Random(2), tf);
  const head = await classification.createHead(options, { parameters, embedding: codes, segments: 3, classes, targetShape: [3] });
  const put = (name: string, value: tf.Tensor) => (parameters.parameters.get(name) as tf.Variable).assign(value);
  put('classify/weight', tf.eye(3).mul(2));
  put('classify/bias', tf.fill([3], bias));
  return head;
}

test('a segment weighs as much as it is sure: p = sum p_t^2 / sum p_t, however long an event lasts', async () => {
  const head = await build();
  const [sure, not] = [1 / (1 + Math.exp(-3)), 1 / (1 + Math.exp(3))];
  const logit = (each: number[]) => {
    const p = each.reduce((sum, x) => sum + x * x, 0) / (each.reduce((sum, x) => sum + x, 0) + 1e-6);
    return Math.log(p / (1 - p));
  };
  const outputs = head.apply(tf.tensor3d([0, 3, 1, 3, 3, 3], [2, 3, 1], 'int32'), context);
  const expected = [logit([sure, not, not]), logit([not, not, sure]), logit([not, not, not])];
  expect([...outputs.dataSync()]).toEqual([...expected, ...new Array(3).fill(logit([not, not, not]))].map((x) => expect.closeTo(x, 4)));
  expect(expected[0]).toBeGreaterThan(1.5);
  const events = head.predict?.({ data: outputs.dataSync() as Float32Array, shape: [2, 3] });
  expect(events?.map((clip) => clip.map((event) => event.class))).toEqual([['a', 'b'], []]);
});

test('what no segment shows is as unlikely as a logit can tell', async () => {
  const head = await build(Math.log(1.5e-6));
  const [logit] = head.apply(tf.tensor3d([3], [1, 1, 1], 'int32'), context).dataSync();
  expect(logit).toBeCloseTo(Math.log(1e-6), 3);
});

test('a code that no labelled clip has is read as those near it', async () => {
  const head = await build();
  // Code 3 lies as near to each other code; only code 1 is counted.
  await head.prepare?.(
    (async function* () {
      yield { indices: { data: Int32Array.of(1, 1), shape: [1, 2, 1] }, targets: { data: new Float32Array(3), shape: [1, 3] } };
    })(),
  );
  const [unseen, seen] = [3, 1].map((code) => head.apply(tf.tensor3d([code], [1, 1, 1], 'int32'), context).dataSync());
  expect([...(unseen as Float32Array)]).toEqual([...(seen as Float32Array)].map((x) => expect.closeTo(x, 4)));
});

test('the loss is the binary cross entropy, mean over clips and classes', async () => {
  const head = await build();
  const loss = head.loss(tf.tensor2d([Math.log(3), 0, 0], [1, 3]), tf.tensor2d([1, 0, 1], [1, 3]));
  expect((await loss.data())[0]).toBeCloseTo((Math.log(4 / 3) + 2 * Math.log(2)) / 3, 6);
});

/*
 * Class a: scores 3 > 2 > 1 with the first and the last right: (1/1 + 2/3) / 2 = 5/6. Class b: both right, tied with the wrong one: 2/3.
 * No clip shows c. F1 of a: 2 * 2 / (2 + 3), of b: 0, for no logit is above 0.
 */
test('three clips, worked by hand', () => {
  const [logits, targets] = [
    { data: Float32Array.of(3, -1, -1, 2, -1, -1, 1, -1, -1), shape: [3, 3] },
    { data: Float32Array.of(1, 1, 0, 0, 0, 0, 1, 1, 0), shape: [3, 3] },
  ];
  const measures = severalEventsMeasures(logits, targets, classes);
  const percent = (value: number) => expect.closeTo(100 * value, 6);
  expect(measures).toEqual({
    primary: 'mAP',
    scores: { mAP: percent((5 / 6 + 2 / 3) / 2), f1: percent((2 * 2) / (3 + 4)), f1PerClass: percent(0.4) },
    chance: percent(2 / 3),
    perClass: [percent(5 / 6), percent(2 / 3), null],
  });
});

test('shapes that do not fit, and clips that show nothing, are refused', () => {
  const of = (shape: number[]) => ({ data: new Float32Array(shape.reduce((a, b) => a * b)), shape });
  expect(() => severalEventsMeasures(of([2, 3]), of([1, 3]), classes)).toThrow('expected shape [1, 3], got [2, 3]');
  expect(() => severalEventsMeasures(of([2, 3]), of([2, 3]), classes)).toThrow('no clip shows an event');
});
