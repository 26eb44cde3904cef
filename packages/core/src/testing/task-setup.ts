import * as tf from '@tensorflow/tfjs';
import { type ClipValues, inMemory } from '../clip-values.js';
import type { Dataset } from '../dataset.js';
import type { ForwardContext } from '../forward-context.js';
import type { NdArray } from '../nd-array.js';
import { ParameterScope } from '../parameter-scope.js';
import { Random } from '../random.js';
import type { Head, Measures, PredictionBatch, Task, TrainingBatch, TaskSource } from '../task.js';
import { expectFinite } from './assertions.js';
import { sampleDataset } from './sample-dataset.js';
import { randomTensor } from './tensors.js';

/** D, and the number of codes for each class and for background. */
const [WIDTH, CODES_A_CLASS] = [8, 2];
const [STEPS, STEP] = [25, 0.1];
/** Batch size when measuring; it does not divide any split of the sample. */
const BATCH = 5;
const FROM = 'audio';

/** A batch as a head's training step takes it. */
export interface HeadBatch {
  readonly indices: tf.Tensor3D;
  readonly inputs: tf.Tensor | undefined;
  readonly targets: tf.Tensor;
}

/** What a head's training step reads of some clips. */
export interface ClipsRead {
  readonly indices: NdArray<Float32Array>;
  readonly inputs: NdArray<Float32Array> | undefined;
  readonly targets: NdArray<Float32Array>;
}

/** A task on sample data, and one head of it. */
export class TaskSetup {
  private constructor(
    readonly dataset: Dataset,
    private readonly task: Task,
    private readonly options: unknown,
    readonly embedding: tf.Tensor2D,
    readonly scope: ParameterScope,
    readonly head: Head,
  ) {}

  static async create(
    task: Task,
    given: Readonly<Record<string, unknown>> = {},
    open: () => Dataset = sampleDataset,
    seed = 1,
  ): Promise<TaskSetup> {
    const dataset = open();
    const options = task.options.parse(given);
    const codes = (dataset.classes.length + 1) * CODES_A_CLASS;
    const embedding = randomTensor<tf.Tensor2D>(new Random(7), [codes, WIDTH]);
    const scope = ParameterScope.root(new Random(seed), tf).child('head');
    const { segments, classes } = dataset;
    const inputs = await task.inputs?.(options, sourceOf(dataset, 'train', FROM));
    const { shape: targetShape } = await task.targets(options, sourceOf(dataset, 'train', FROM));
    const build = { parameters: scope, embedding, segments, classes, targetShape, ...(inputs && { inputShape: inputs.shape }) };
    return new TaskSetup(dataset, task, options, embedding, scope, await task.createHead(options, build));
  }

  targets(split = 'train', modality = FROM): Promise<ClipValues> {
    return this.task.targets(this.options, sourceOf(this.dataset, split, modality));
  }

  probe(modality: string): Promise<number> {
    return (this.task.probe as NonNullable<Task['probe']>)(this.options, { dataset: this.dataset, modality });
  }

  /** Outputs of a split in inference mode with the targets, batch by batch. */
  async *batches(split: string, modality = FROM): AsyncGenerator<PredictionBatch> {
    const clips = this.dataset.splits[split] as number;
    for (let first = 0; first < clips; first += BATCH) {
      const rows = Int32Array.from({ length: Math.min(BATCH, clips - first) }, (_, i) => first + i);
      const { indices, inputs, targets } = await this.read(rows, split, modality);
      const outputs = tf.tidy(() => this.apply(tensorsOf({ indices, inputs, targets })));
      const values = { data: Float32Array.from(outputs.dataSync()), shape: outputs.shape };
      outputs.dispose();
      yield { rows, outputs: values, targets, ...(inputs && { inputs }) };
    }
  }

  /** The inputs of a step on some training clips. */
  async read(rows: ArrayLike<number>, split = 'train', modality = FROM): Promise<ClipsRead> {
    const indices = await (await codesOf(this.dataset, split, modality)).read(rows);
    const targets = await (await this.targets(split, modality)).read(rows);
    const inputs = await (await this.task.inputs?.(this.options, sourceOf(this.dataset, split, modality)))?.read(rows);
    return { indices, targets, inputs };
  }

  /** Outputs of a batch. */
  apply({ indices, inputs }: HeadBatch, context: ForwardContext = { training: false, random: new Random(2) }): tf.Tensor {
    return this.head.apply(indices, context, inputs);
  }

  /** The loss of a batch. */
  loss(batch: HeadBatch, context?: ForwardContext): tf.Scalar {
    return this.head.loss(this.apply(batch, context), batch.targets);
  }

  /** Of the loss, by the path of each parameter that it depends on. */
  gradients(batch: HeadBatch, context?: ForwardContext): Readonly<Record<string, tf.Tensor>> {
    const trainable = [...this.scope.parameters].filter(([, variable]) => variable.trainable);
    const { grads } = tf.variableGrads(
      () => this.loss(batch, context),
      trainable.map(([, variable]) => variable),
    );
    return Object.fromEntries(trainable.flatMap(([path, { name }]) => (grads[name] === undefined ? [] : [[path, grads[name]]])));
  }

  /** Prepared if the head supports it, then follows the gradient for some steps of equal length; the loss before and after, in inference mode. */
  async train(): Promise<{ before: number; after: number }> {
    const values = await this.read(Array.from({ length: this.dataset.splits['train'] as number }, (_, i) => i));
    const value = () => tf.tidy(() => this.loss(tensorsOf(values)).dataSync()[0] as number);
    await this.head.prepare?.(inOne({ ...values, indices: { ...values.indices, data: Int32Array.from(values.indices.data) } }));
    const before = value();
    for (let step = 0; step < STEPS; step++) tf.tidy(() => this.descend(tensorsOf(values)));
    return { before, after: value() };
  }

  /** Calibrated on the validation split if the head supports it, then measured. */
  async measure(modality = FROM): Promise<Measures> {
    await this.head.calibrate?.(this.batches('val'));
    return this.head.measure(this.batches('test', modality));
  }

  dispose(): void {
    this.scope.dispose();
    this.embedding.dispose();
  }

  private descend(batch: HeadBatch): void {
    const moved = Object.entries(this.gradients(batch));
    for (const [path, gradient] of moved) expectFinite(`the gradient of ${path}`, gradient);
    const norm = tf.sqrt(tf.addN(moved.map(([, gradient]) => gradient.square().sum()))).add(1e-12);
    for (const [path, gradient] of moved) {
      const variable = this.scope.parameters.get(path) as tf.Variable;
      variable.assign(variable.sub(gradient.div(norm).mul(STEP)));
    }
  }
}

/** All clips in a batch. */
async function* inOne({ indices, targets }: TrainingBatch): AsyncGenerator<TrainingBatch> {
  yield { indices, targets };
}

/** A batch's values as tensors. */
export function tensorsOf({ indices, inputs, targets }: Awaited<ReturnType<TaskSetup['read']>>): HeadBatch {
  const float = ({ data, shape }: NdArray<Float32Array>) => tf.tensor(data, [...shape]);
  return {
    indices: tf.tensor3d(Int32Array.from(indices.data), indices.shape as [number, number, number], 'int32'),
    inputs: inputs && float(inputs),
    targets: float(targets),
  };
}

const sourceOf = (dataset: Dataset, split: string, modality: string): TaskSource => ({
  dataset,
  split,
  modality,
  codes: (name: string) => codesOf(dataset, split, name),
});

/** Codes that identify the class of each segment, the same in every modality. */
async function codesOf(dataset: Dataset, split: string, modality: string): Promise<ClipValues> {
  const labels = (await dataset.labels(split)).segmentClasses[modality] ?? new Int32Array();
  const random = new Random(3).fork(split, modality);
  const data = Float32Array.from(labels, (label) => (label + 1) * CODES_A_CLASS + random.integer(0, CODES_A_CLASS));
  return inMemory({ data, shape: [labels.length / dataset.segments, dataset.segments, 1] });
}
