import * as tf from '@tensorflow/tfjs';
import type { Dataset } from '../dataset.js';
import { Random } from '../random.js';
import type { Measures, PredictedEvent, Task } from '../task.js';
import { differenceOf, expectThat, fail, numbersByName } from './assertions.js';
import { type Check, describeLaterChecks } from './check.js';
import { type Compile, compiledChecks } from './compiled-check.js';
import { componentChecks, hasParts } from './component-checks.js';
import { countVariables, expectUntouched, withoutAsyncLeak, withoutLeak, withoutMathRandom } from './guards.js';
import { type HeadBatch, TaskSetup, tensorsOf } from './task-setup.js';
import type { TestRunner } from './test-runner.js';

export interface TaskCase {
  /** Options that differ from the defaults; they should make the head small. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Default: `sampleDataset`; override it for a task that needs other data. It must have the splits train, val and test. */
  readonly dataset?: () => Dataset;
  /** `compile` of `@cmg/runtime`: on native TensorFlow a compiled step is checked too. */
  readonly compile?: Compile;
}

/** Runs a body on a new head, and disposes the head. */
type Using = <R>(body: (setup: TaskSetup) => R | Promise<R>, seed?: number) => Promise<R>;

/** Clips of a training step. */
const ROWS = [0, 1, 2, 3];

function expectMeasures({ scores, primary, chance, floors = {}, perClip, perClass, confusion }: Measures, classes: number): void {
  for (const [name, score] of Object.entries(scores))
    expectThat(Number.isFinite(score), `measure: the score '${name}' is ${score}, not a finite number`);
  expectThat(primary in scores, `measure: primary is '${primary}', which is not one of the scores: ${Object.keys(scores).join(', ')}`);
  expectThat(Number.isFinite(chance), `measure: chance is ${chance}: expected the chance level of the primary score, a finite number`);
  for (const [name, floor] of Object.entries(floors))
    expectThat(Number.isFinite(floor), `measure: the floor '${name}' is ${floor}, not a finite number`);
  const mean = perClip === undefined ? scores[primary] : perClip.reduce((a, b) => a + b, 0) / perClip.length;
  expectThat(
    Math.abs((mean as number) - (scores[primary] as number)) < 1e-3,
    () => `measure: the mean of perClip is ${mean}, expected the primary score ${scores[primary]}`,
  );
  expectThat(
    perClass === undefined || perClass.length === classes,
    () => `measure: perClass has ${perClass?.length} scores, expected one for each of ${classes} classes`,
  );
  const square = confusion === undefined || (confusion.length === classes && confusion.every((row) => row.length === classes));
  expectThat(square, `measure: confusion must be ${classes} rows (true classes) of ${classes} numbers (predicted ones)`);
}

function expectEvents(clips: readonly (readonly PredictedEvent[])[], count: number, { classes, segments }: Dataset): void {
  expectThat(
    clips.length === count,
    `predict gave ${clips.length} lists of events for ${count} clips: one list per clip, empty if nothing happens`,
  );
  for (const { class: name, score, segments: [begin, end] = [0, segments] } of clips.flat()) {
    expectThat(classes.includes(name), `predict: '${name}' is not a class of the data: ${classes.join(', ')}`);
    expectThat(score >= 0 && score <= 1, `predict: the score ${score} of '${name}' is not in [0, 1]: take a sigmoid or a softmax`);
    expectThat(
      begin >= 0 && begin < end && end <= segments,
      `predict: segments [${begin}, ${end}) of '${name}' are not within the clip's [0, ${segments})`,
    );
  }
}

function targetCheck(using: Using): Check {
  return {
    name: 'has finite targets for every clip of a split, read in the requested order',
    run: () =>
      using(async (setup) => {
        const targets = await setup.targets('test');
        const clips = setup.dataset.splits['test'];
        expectThat(
          targets.clips === clips,
          `targets has ${targets.clips} clips, expected the ${clips} of the split: one target for each clip`,
        );
        const [both, second] = [await targets.read([3, 1]), await targets.read([1])];
        const expected = [2, ...targets.shape].join(', ');
        expectThat(both.shape.join(', ') === expected, `targets.read: expected [${expected}] for two rows, got [${both.shape.join(', ')}]`);
        expectThat(both.data.every(Number.isFinite), 'targets.read gave values that are not finite');
        const same = differenceOf({ row: both.data.subarray(second.data.length) }, { row: second.data }) === undefined;
        expectThat(same, 'targets.read([3, 1]) does not end with the target of clip 1: keep the order of the rows');
      }),
  };
}

function learningChecks(using: Using): Check[] {
  return [
    {
      name: 'makes all its variables in the given scope',
      run: async () => {
        const before = countVariables();
        await using(({ scope }) => {
          const outside = countVariables() - before - scope.parameters.size;
          expectThat(
            outside === 0,
            `${outside} variables are outside the scope: make them with build.parameters.variable or .buffer, so that they are saved`,
          );
        });
      },
    },
    {
      name: 'learns: the loss falls, and the same seed gives the same losses',
      run: async () => {
        const losses: string[] = [];
        for (let i = 0; i < 2; i++) {
          await using(async (setup) => {
            const { before, after } = await setup.train();
            expectThat(
              after < before,
              `following the gradient took the loss from ${before} to ${after}: it must fall, so make the loss depend on the head's parameters`,
            );
            losses.push(`${before} to ${after}`);
          });
        }
        expectThat(
          losses[0] === losses[1],
          `the same seed gave losses from ${losses.join(' and from ')}: draw only from the random numbers of the scope and the context`,
        );
      },
    },
    {
      name: 'has finite measures before and after training, also in another modality',
      run: () =>
        using(async (setup) => {
          const classes = setup.dataset.classes.length;
          expectMeasures(await setup.measure(), classes);
          await setup.train();
          expectMeasures(await setup.measure(), classes);
          expectMeasures(await setup.measure('video'), classes);
        }),
    },
    {
      name: 'is defined by its parameters: a new head with the same values gives the same measures',
      run: () =>
        using(async (trained) => {
          await trained.train();
          const expected = JSON.stringify(await trained.measure());
          await using(async (other) => {
            for (const [path, variable] of trained.scope.parameters) other.scope.parameters.get(path)?.assign(variable);
            const found = JSON.stringify(await other.head.measure(other.batches('test')));
            expectThat(
              found === expected,
              'a saved head would differ: keep everything it learns in build.parameters, thresholds in .buffer',
            );
          }, 2);
        }),
    },
  ];
}

function conductChecks(using: Using): Check[] {
  const onBatch = (body: (setup: TaskSetup, batch: HeadBatch) => void) =>
    using(async (setup) => {
      const values = await setup.read(ROWS);
      tf.tidy(() => body(setup, tensorsOf(values)));
    });
  return [
    {
      name: 'draws no random numbers in inference, and in training only from the context',
      run: () =>
        onBatch((setup, batch) => {
          const values = (training: boolean, seed: number) => {
            const context = { training, random: new Random(seed) };
            return withoutMathRandom('the head', () =>
              numbersByName({ apply: setup.apply(batch, context), loss: setup.loss(batch, context) }),
            );
          };
          const drawn = differenceOf(values(false, 5), values(false, 6));
          expectThat(drawn === undefined, `${drawn} draws random numbers in inference: draw only if context.training is true`);
          const other = differenceOf(values(true, 5), values(true, 5));
          expectThat(
            other === undefined,
            `${other} differs for the same context: draw only from context.random, and keep no state between calls`,
          );
        }),
    },
    {
      name: 'leaves no tensors behind',
      run: () =>
        using(async (setup) => {
          const values = await setup.read(ROWS);
          withoutLeak('apply', () => void setup.apply(tensorsOf(values)));
          withoutLeak('loss', () => void setup.loss(tensorsOf(values)));
          await withoutAsyncLeak('measure', () => setup.measure());
        }),
    },
    {
      name: 'does not change its arguments',
      run: () =>
        onBatch((setup, batch) => {
          const { indices, inputs, targets } = batch;
          expectUntouched('apply', { 'the indices': indices, ...(inputs && { 'the inputs': inputs }) }, () => void setup.apply(batch));
          const outputs = setup.apply(batch);
          expectUntouched('loss', { 'the outputs': outputs, 'the targets': targets }, () => void setup.head.loss(outputs, targets));
        }),
    },
  ];
}

function eventCheck(using: Using): Check {
  return {
    name: 'predicts events of known classes within each clip',
    run: () =>
      using(async (setup) => {
        await setup.train();
        for await (const { rows, outputs } of setup.batches('test', 'video')) {
          expectEvents(setup.head.predict?.(outputs) ?? fail('this head has no predict, but another one had'), rows.length, setup.dataset);
        }
      }),
  };
}

function probeCheck(using: Using): Check {
  return {
    name: 'has a finite score of a linear probe, the same each time, and leaves no tensors of it behind',
    run: () =>
      using(async (setup) => {
        const [first, second] = [await setup.probe('audio'), await setup.probe('audio')];
        expectThat(Number.isFinite(first), `probe: the score is ${first}, not a finite number`);
        expectThat(first === second, `probe: the same data gave ${first}, then ${second}`);
        await withoutAsyncLeak('probe', () => setup.probe('video'));
      }),
  };
}

function compiledHeadChecks(compile: Compile | undefined, create: () => Promise<TaskSetup>, using: Using): Check[] {
  return compiledChecks(
    compile,
    async (random) => {
      const setup = await create();
      const context = { training: true, random };
      return {
        constants: [setup.embedding],
        step: ({ indices, inputs, targets }) => {
          const batch = { indices, inputs, targets } as HeadBatch;
          return { loss: setup.loss(batch, context), ...setup.gradients(batch, context) };
        },
        dispose: () => setup.dispose(),
      };
    },
    async (run) => {
      const values = await using((setup) => setup.read(ROWS.map((row) => row + ROWS.length * run)));
      return () => {
        const { indices, inputs, targets } = tensorsOf(values);
        return { indices, targets, ...(inputs && { inputs }) };
      };
    },
  );
}

/**
 * Everything a task must do: targets for every clip, seeded training that lowers the loss, finite measures with a chance level, heads
 * that are defined by their parameters, no leaks, and the same results in a compiled step. A head is made first, to see what it can do.
 */
export async function taskChecks(task: Task, { options, dataset, compile }: TaskCase = {}): Promise<Check[]> {
  if (!hasParts('task', task)) return componentChecks('task', task, () => []);
  const create = (seed?: number) => TaskSetup.create(task, options, dataset, seed);
  const using: Using = async (body, seed) => {
    const setup = await create(seed);
    try {
      return await body(setup);
    } finally {
      setup.dispose();
    }
  };
  const predicts = await using(({ head }) => head.predict !== undefined);
  return componentChecks('task', task, () => [
    targetCheck(using),
    ...learningChecks(using),
    ...conductChecks(using),
    ...(predicts ? [eventCheck(using)] : []),
    ...(task.probe ? [probeCheck(using)] : []),
    ...compiledHeadChecks(compile, create, using),
  ]);
}

/**
 * Registers {@link taskChecks} as tests. Await it, at the top level of the test file.
 *
 * @param runner default: the runner of the file, see {@link TestRunner}
 * @example await describeTask(localisation, { options: { hidden: 8 } });
 */
export function describeTask(task: Task, testCase: TaskCase = {}, runner?: TestRunner): Promise<void> {
  return describeLaterChecks(`task '${task.name}'`, taskChecks(task, testCase), runner);
}
