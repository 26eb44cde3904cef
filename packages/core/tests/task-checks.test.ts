import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { type Head, type HeadBuild, inMemory, type Measures, type Task } from '../src/index.js';
import { describeTask, taskChecks } from '../src/testing/index.js';
import { asWritten, failuresOf, replay } from './support/failures.js';

const measures: Measures = { primary: 'score', scores: { score: 1 }, chance: 0 };

/** Learns one number for each code, to be near the class of the clip. */
function head({ parameters, embedding }: HeadBuild): Head {
  const values = parameters.variable('values', [embedding.shape[0]], (_, random) => random.uniforms(embedding.shape[0]));
  return {
    apply: (indices) => tf.gather(values, indices).mean([1, 2]),
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

const failures = async (wrong: Task) => failuresOf(await taskChecks(wrong));

await describeTask(task(), { compile: asWritten });

describe('taskChecks say what is wrong, and what to do', () => {
  const MEASURES = 'has finite measures before and after training, also in another modality';
  const LEARNS = 'learns: the loss falls, and the same seed gives the same losses';
  const DRAWS = 'draws no random numbers in inference, and in training only from the context';
  const EVENTS = 'predicts events of known classes within each clip';

  it('of a task without its parts', async () => {
    expect(Object.values(await failures({ ...task(), createHead: undefined as never }))).toEqual([
      'sample: is not a task: createHead is missing: (options, build) => Head',
    ]);
  });

  it('of targets of other clips', async () => {
    const targets: Task['targets'] = async (_, { split }) => inMemory({ data: new Float32Array(99), shape: [split === 'test' ? 3 : 99] });
    expect(await failures({ ...task(), targets })).toMatchObject({
      'has finite targets for every clip of a split, read in the requested order':
        'targets has 3 clips, expected the 13 of the split: one target for each clip',
    });
  });

  it('of hidden variables', async () => {
    const hidden = task(({ loss }) => {
      const scale = tf.variable(tf.scalar(2));
      return { loss: (...args) => loss(...args).mul(scale) as tf.Scalar };
    });
    expect(Object.keys(await failures(hidden))).toEqual(['makes all its variables in the given scope']);
  });

  it('of a loss that does not fall', async () => {
    expect((await failures(task(({ loss }) => ({ loss: (...args) => loss(...args).mul(0) as tf.Scalar }))))[LEARNS]).toMatch(
      "following the gradient took the loss from 0 to 0: it must fall, so make the loss depend on the head's parameters",
    );
  });

  it('of draws', async () => {
    const drawing = await failures(task(({ loss }) => ({ loss: (...args) => loss(...args).add(Math.random() / 1e9) as tf.Scalar })));
    expect(drawing[DRAWS]).toMatch('the head drew from Math.random: draw from context.random inside hostValue');
    const inferring = task(({ apply }) => ({
      apply: (indices, context) =>
        context.training ? apply(indices, context) : apply(indices, context).add(context.random.uniform() / 1e3),
    }));
    expect(await failures(inferring)).toEqual({
      [DRAWS]: 'apply draws random numbers in inference: draw only if context.training is true',
    });
  });

  it('of measures that are not finite, or lack the score that they name', async () => {
    const giving = (more: Partial<Measures>) => failures(task(() => ({ measure: async () => ({ ...measures, ...more }) })));
    expect(await giving({ chance: NaN })).toEqual({
      [MEASURES]: 'measure: chance is NaN: expected the chance level of the primary score, a finite number',
    });
    expect(await giving({ primary: 'other' })).toEqual({
      [MEASURES]: "measure: primary is 'other', which is not one of the scores: score",
    });
    expect(await giving({ perClass: [1] })).toEqual({ [MEASURES]: 'measure: perClass has 1 scores, expected one for each of 4 classes' });
    expect(await giving({ confusion: [[1]] })).toEqual({
      [MEASURES]: 'measure: confusion must be 4 rows (true classes) of 4 numbers (predicted ones)',
    });
  });

  it('of a head that keeps what it learns outside of its parameters', async () => {
    let made = 0;
    const keeping = task(() => {
      const own = made++;
      return { measure: async () => ({ ...measures, scores: { score: own } }) };
    });
    expect(await failures(keeping)).toEqual({
      'is defined by its parameters: a new head with the same values gives the same measures':
        'a saved head would differ: keep everything it learns in build.parameters, thresholds in .buffer',
    });
  });

  it('of tensors that are left behind', async () => {
    const leaking = task(() => ({
      async measure() {
        tf.scalar(1);
        return measures;
      },
    }));
    expect(await failures(leaking)).toEqual({
      'leaves no tensors behind': 'measure leaked 1 tensor: wrap it in tf.tidy, and do not use tf.keep or tf.variable',
    });
  });

  // WebAssembly gives a copy of its memory, so that nothing can be written over this way.
  const writable = tf.getBackend() !== 'wasm';
  (writable ? it : it.skip)('of targets that are written over', async () => {
    const overwriting = task(({ loss }) => ({
      loss(outputs, targets) {
        if (targets.shape[0] === 4) targets.dataSync().fill(0);
        return loss(outputs, targets);
      },
    }));
    expect(await failures(overwriting)).toEqual({
      'does not change its arguments': 'loss overwrote the targets, which it was given: make a new tensor',
    });
  });

  it('of events of classes or segments that do not exist; where there are no events there is no such check', async () => {
    const predicting = (event: { class: string; score: number; segments?: readonly [number, number] }) =>
      failures(task(() => ({ predict: ({ shape }) => Array.from({ length: shape[0] as number }, () => [event]) })));
    expect(await predicting({ class: 'dog', score: 1, segments: [0, 5] })).toEqual({});
    expect(await predicting({ class: 'cat', score: 1 })).toEqual({
      [EVENTS]: "predict: 'cat' is not a class of the data: bell, dog, rain, train",
    });
    expect(await predicting({ class: 'dog', score: 2 })).toEqual({
      [EVENTS]: "predict: the score 2 of 'dog' is not in [0, 1]: take a sigmoid or a softmax",
    });
    expect(await predicting({ class: 'dog', score: 1, segments: [0, 6] })).toEqual({
      [EVENTS]: "predict: segments [0, 6) of 'dog' are not within the clip's [0, 5)",
    });
    expect((await taskChecks(task())).map(({ name }) => name)).not.toContain(EVENTS);
  });

  (tf.getBackend() === 'tensorflow' ? it : it.skip)('of a compiled step that is another', async () => {
    const failed = await failuresOf(await taskChecks(task(), { compile: replay }));
    expect(Object.keys(failed)).toEqual(['gives the same in a compiled step, over runs with different draws and batches']);
  });
});
