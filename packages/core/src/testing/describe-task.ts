import * as tf from '@tensorflow/tfjs';
import { type ClipValues, inMemory } from '../clip-values.js';
import type { NdArray } from '../nd-array.js';
import type { Dataset } from '../dataset.js';
import { ParameterScope } from '../parameter-scope.js';
import { Random } from '../random.js';
import type { Head, Measures, PredictedEvent, PredictionBatch, Task } from '../task.js';
import { describeComponent } from './describe-component.js';
import { sampleDataset } from './sample-dataset.js';
import { allFinite, numbersOf, randomTensor } from './tensors.js';
import { testGlobals } from './test-globals.js';

export interface TaskCase {
  /** Options that differ from the defaults; they should make the head small. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Default: {@link sampleDataset}; another one for a task that needs pictures. It needs the splits train, val and test. */
  readonly dataset?: () => Dataset;
}

/** D, and codes in use for each class and for background. */
const [WIDTH, CODES_A_CLASS] = [8, 2];
const [STEPS, STEP] = [25, 0.1];
/** Clips of a batch when measuring; divides no split of the sample. */
const BATCH = 5;
const FROM = 'audio';

/** A task on sample data, and one head of it. */
class Setup {
  private constructor(
    readonly dataset: Dataset,
    private readonly task: Task,
    private readonly options: unknown,
    private readonly embedding: tf.Tensor2D,
    readonly scope: ParameterScope,
    readonly head: Head,
  ) {}

  static async create(task: Task, testCase: TaskCase, seed = 1): Promise<Setup> {
    const dataset = (testCase.dataset ?? sampleDataset)();
    const options = task.options.parse(testCase.options ?? {});
    const codes = (dataset.classes.length + 1) * CODES_A_CLASS;
    const embedding = randomTensor<tf.Tensor2D>(new Random(7), [codes, WIDTH]);
    const scope = ParameterScope.root(new Random(seed), tf).child('head');
    const { segments, classes } = dataset;
    const inputs = await task.inputs?.(options, source(dataset, 'train', FROM));
    const build = { parameters: scope, embedding, segments, classes, ...(inputs && { inputShape: inputs.shape }) };
    return new Setup(dataset, task, options, embedding, scope, await task.createHead(options, build));
  }

  targets(split = 'train', modality = FROM): Promise<ClipValues> {
    return this.task.targets(this.options, source(this.dataset, split, modality));
  }

  /** Outputs of a split in inference mode, and what they should be, batch by batch. */
  async *batches(split: string, modality = FROM): AsyncGenerator<PredictionBatch> {
    const codes = await codesOf(this.dataset, split, modality);
    const targets = await this.targets(split, modality);
    const inputs = await this.task.inputs?.(this.options, source(this.dataset, split, modality));
    for (let first = 0; first < codes.clips; first += BATCH) {
      const rows = Int32Array.from({ length: Math.min(BATCH, codes.clips - first) }, (_, i) => first + i);
      const read = await inputs?.read(rows);
      const indices = await codes.read(rows);
      const outputs = tf.tidy(() => this.apply(indices, read));
      const values = { data: Float32Array.from(outputs.dataSync()), shape: outputs.shape };
      outputs.dispose();
      yield { rows, outputs: values, targets: await targets.read(rows), ...(read && { inputs: read }) };
    }
  }

  /** Follows the gradient for some steps of equal length; the loss before and after, in inference mode. */
  async train(): Promise<{ before: number; after: number }> {
    const rows = Array.from({ length: this.dataset.splits['train'] as number }, (_, i) => i);
    const indices = await (await codesOf(this.dataset, 'train', FROM)).read(rows);
    const targets = await (await this.targets()).read(rows);
    const inputs = await (await this.task.inputs?.(this.options, source(this.dataset, 'train', FROM)))?.read(rows);
    const loss = () => this.head.loss(this.apply(indices, inputs), tf.tensor(targets.data, [...targets.shape])) as tf.Scalar;
    const value = () => tf.tidy(() => loss().dataSync()[0] as number);
    const before = value();
    for (let step = 0; step < STEPS; step++) tf.tidy(() => this.descend(loss));
    return { before, after: value() };
  }

  /** Calibrated on the validation split where the head asks for it, then measured. */
  async measure(modality = FROM): Promise<Measures> {
    await this.head.calibrate?.(this.batches('val'));
    return this.head.measure(this.batches('test', modality));
  }

  dispose(): void {
    this.scope.dispose();
    this.embedding.dispose();
  }

  private apply({ data, shape }: NdArray<Float32Array>, inputs: NdArray<Float32Array> | undefined): tf.Tensor {
    const indices = tf.tensor2d(Int32Array.from(data), shape as [number, number], 'int32');
    return this.head.apply(indices, { training: false, random: new Random(2) }, inputs && tf.tensor(inputs.data, [...inputs.shape]));
  }

  private descend(loss: () => tf.Scalar): void {
    const trainable = [...this.scope.parameters.values()].filter((variable) => variable.trainable);
    const { grads } = tf.variableGrads(loss, trainable);
    const moved = trainable.flatMap((variable) => {
      const gradient = grads[variable.name];
      return gradient === undefined ? [] : [{ variable, gradient }];
    });
    testGlobals().expect(moved.every(({ gradient }) => allFinite(gradient))).toBe(true);
    const norm = tf.sqrt(tf.addN(moved.map(({ gradient }) => gradient.square().sum()))).add(1e-12);
    for (const { variable, gradient } of moved) variable.assign(variable.sub(gradient.div(norm).mul(STEP)));
  }
}

const source = (dataset: Dataset, split: string, modality: string) => ({
  dataset,
  split,
  modality,
  codes: (name: string) => codesOf(dataset, split, name),
});

/** Codes that tell the class of each segment, the same ones in every modality. */
async function codesOf(dataset: Dataset, split: string, modality: string): Promise<ClipValues> {
  const labels = (await dataset.labels(split)).segmentClasses[modality] ?? new Int32Array();
  const random = new Random(3).fork(split, modality);
  const data = Float32Array.from(labels, (label) => (label + 1) * CODES_A_CLASS + random.integer(0, CODES_A_CLASS));
  return inMemory({ data, shape: [labels.length / dataset.segments, dataset.segments] });
}

function expectMeasures(measures: Measures, classes: number): void {
  const { expect } = testGlobals();
  expect(Object.values(measures.scores).every(Number.isFinite)).toBe(true);
  expect(Object.keys(measures.scores).includes(measures.primary)).toBe(true);
  expect(Number.isFinite(measures.chance)).toBe(true);
  if (measures.perClass) expect(measures.perClass.length).toBe(classes);
  if (measures.confusion) expect(measures.confusion.map((row) => row.length)).toEqual(new Array(classes).fill(classes));
}

function expectEvents(clips: readonly (readonly PredictedEvent[])[], count: number, { classes, segments }: Dataset): void {
  const { expect } = testGlobals();
  expect(clips.length).toBe(count);
  const within = ({ class: name, score, segments: [begin, end] = [0, segments] }: PredictedEvent) =>
    classes.includes(name) && score >= 0 && score <= 1 && begin >= 0 && begin < end && end <= segments;
  expect(clips.flat().filter((event) => !within(event))).toEqual([]);
}

/**
 * The suite that each task must pass: targets for every clip, seeded training that lowers the loss, finite measures with a
 * chance, heads that are their parameters and nothing else, no leaks.
 *
 * @example describeTask(localisation, { options: { hidden: 8 } });
 */
export function describeTask(task: Task, testCase: TaskCase = {}): void {
  const { describe, it, expect } = testGlobals();
  /** Runs the body on a new head, frees it, and expects no tensor to be left. */
  const using = async (body: (setup: Setup) => Promise<void>, seed?: number) => {
    const before = tf.memory().numTensors;
    const setup = await Setup.create(task, testCase, seed);
    try {
      await body(setup);
    } finally {
      setup.dispose();
    }
    expect(tf.memory().numTensors).toBe(before);
  };

  describe(`task '${task.name}'`, () => {
    describeComponent(task);

    it('has finite targets for every clip of a split, read in the order that is asked for', () =>
      using(async (setup) => {
        const targets = await setup.targets('test');
        expect(targets.clips).toBe(setup.dataset.splits['test']);
        const [both, second] = [await targets.read([3, 1]), await targets.read([1])];
        expect(both.shape).toEqual([2, ...targets.shape]);
        expect(both.data.every(Number.isFinite)).toBe(true);
        expect(Array.from(both.data.subarray(second.data.length))).toEqual(Array.from(second.data));
      }));

    it('makes all its variables in the scope that it is given', async () => {
      const registered = () => Object.keys(tf.engine().state.registeredVariables).length;
      const before = registered();
      await using(async ({ scope }) => expect(registered() - before).toBe(scope.parameters.size));
    });

    it('learns: the loss falls, and the same seed gives the same losses', async () => {
      const losses: unknown[] = [];
      for (let i = 0; i < 2; i++) {
        await using(async (setup) => {
          const { before, after } = await setup.train();
          expect(Number.isFinite(before)).toBe(true);
          expect(after < before).toBe(true);
          losses.push([before, after]);
        });
      }
      expect(losses[1]).toEqual(losses[0]);
    });

    it('has finite measures before and after training, in another modality too, with a chance', () =>
      using(async (setup) => {
        const classes = setup.dataset.classes.length;
        expectMeasures(await setup.measure(), classes);
        await setup.train();
        expectMeasures(await setup.measure(), classes);
        expectMeasures(await setup.measure('video'), classes);
      }));

    it('is its parameters: a new head with their values gives the same outputs and measures', () =>
      using(async (trained) => {
        await trained.train();
        const expected = await trained.measure();
        await using(async (other) => {
          for (const [path, variable] of trained.scope.parameters) {
            tf.tidy(() => other.scope.parameters.get(path)?.assign(tf.tensor(numbersOf(variable), variable.shape)));
          }
          expect(await other.head.measure(other.batches('test'))).toEqual(expected);
        }, 2);
      }));

    it('predicts events of known classes within each clip, where it predicts events', () =>
      using(async (setup) => {
        await setup.train();
        for await (const { rows, outputs } of setup.batches('test', 'video')) {
          const clips = setup.head.predict?.(outputs);
          if (clips) expectEvents(clips, rows.length, setup.dataset);
        }
      }));
  });
}
