import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { type Head, type HeadBuild, inMemory, type Measures, type Task } from '../src/index.js';
import { describeTask } from '../src/testing/index.js';
import { collectAsyncFailures } from './support/collect-failures.js';

const measures: Measures = { primary: 'score', scores: { score: 1 }, chance: 0 };

/** Learns one number for each code, to be near the class of the clip. */
function head({ parameters, embedding }: HeadBuild): Head {
  const values = parameters.variable('values', [embedding.shape[0]], (_, random) => random.uniforms(embedding.shape[0]));
  return {
    apply: (indices) => tf.gather(values, indices).mean(1),
    loss: (outputs, targets) => tf.losses.meanSquaredError(targets, outputs) as tf.Scalar,
    measure: async () => measures,
  };
}

const task = (change: (good: Head, build: HeadBuild) => Partial<Head> = () => ({})): Task => ({
  name: 'sample',
  description: 'for tests',
  options: z.strictObject({}),
  async targets(_, { dataset, split }) {
    const { clipClasses } = await dataset.labels(split);
    return inMemory({ data: Float32Array.from(clipClasses), shape: [clipClasses.length] });
  },
  createHead(_, build) {
    const good = head(build);
    return { ...good, ...change(good, build) };
  },
});

const failures = (wrong: Task) => collectAsyncFailures(() => describeTask(wrong));

describeTask(task());

describe('describeTask notices', () => {
  const MEASURES = 'has finite measures before and after training, in another modality too, with a chance';
  const LEARNS = 'learns: the loss falls, and the same seed gives the same losses';
  const SAVES = 'is its parameters: a new head with their values gives the same outputs and measures';

  it('targets of other clips', async () => {
    const targets: Task['targets'] = async () => inMemory({ data: new Float32Array(3), shape: [3] });
    expect(await failures({ ...task(), targets })).toContain('has finite targets for every clip of a split, read in the order that is asked for');
  });

  it('a loss that does not fall, or is drawn by chance', async () => {
    expect(await failures(task(({ loss }) => ({ loss: (...args) => loss(...args).mul(0) as tf.Scalar })))).toEqual([LEARNS]);
    expect(await failures(task(({ loss }) => ({ loss: (...args) => loss(...args).add(Math.random()) as tf.Scalar })))).toContain(LEARNS);
  });

  it('measures that are not finite, or lack the score that they name', async () => {
    const giving = (more: Partial<Measures>) => task(() => ({ measure: async () => ({ ...measures, ...more }) }));
    expect(await failures(giving({ chance: NaN }))).toContain(MEASURES);
    expect(await failures(giving({ primary: 'other' }))).toContain(MEASURES);
    expect(await failures(giving({ perClass: [1] }))).toContain(MEASURES);
  });

  it('a head that keeps what it learns outside of its parameters', async () => {
    let made = 0;
    expect(
      await failures(
        task(() => {
          const own = made++;
          return { measure: async () => ({ ...measures, scores: { score: own } }) };
        }),
      ),
    ).toEqual([SAVES]);
  });

  it('tensors that are left behind', async () => {
    const leaking = task(() => ({
      async measure() {
        tf.keep(tf.scalar(1));
        return measures;
      },
    }));
    expect(await failures(leaking)).toEqual([MEASURES, SAVES]);
  });

  it('events of classes or segments that do not exist', async () => {
    const predicting = (event: { class: string; score: number; segments?: readonly [number, number] }) =>
      task(() => ({ predict: ({ shape }) => Array.from({ length: shape[0] as number }, () => [event]) }));
    const expected = ['predicts events of known classes within each clip, where it predicts events'];
    expect(await failures(predicting({ class: 'dog', score: 1, segments: [0, 5] }))).toEqual([]);
    expect(await failures(predicting({ class: 'cat', score: 1 }))).toEqual(expected);
    expect(await failures(predicting({ class: 'dog', score: 2 }))).toEqual(expected);
    expect(await failures(predicting({ class: 'dog', score: 1, segments: [0, 6] }))).toEqual(expected);
  });
});
