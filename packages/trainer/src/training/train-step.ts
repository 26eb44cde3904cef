import { type CodebookUpdate, codebookUpdater } from '@cmg/codebook';
import {
  type Assignment,
  CmgError,
  type CodebookState,
  forModality,
  type MainOptimizer,
  type PerModality,
  type Random,
  type Scalars,
  StepRandom,
} from '@cmg/core';
import { ALONE, compile, type Compiled, type Replicas, withoutMathRandom } from '@cmg/runtime';
import * as tf from '@tensorflow/tfjs';
import type { StepMeter } from '../metrics/step-meter.js';
import type { RunObjectives } from '../model/build-objectives.js';
import type { Model } from '../model/model.js';
import { forwardTogether } from './forward-together.js';

/** What a step starts from. */
type Start = {
  /** [B, T, ...featureShape] per modality; of several processes, this one's rows. */
  readonly batch: PerModality<tf.Tensor>;
  readonly codebook: CodebookState;
  /** [B, T] per modality, of the whole batch; absent if no clip of the data lacks a segment. */
  readonly present?: PerModality<tf.Tensor2D>;
};

/** What the forward and the backward pass make of it. */
type Outcome = {
  readonly total: tf.Scalar;
  readonly losses: Record<string, tf.Scalar>;
  readonly metrics: Record<string, tf.Scalar>;
  readonly indices: PerModality<tf.Tensor3D>;
  /** By the names of the variables. */
  readonly gradients: Record<string, tf.Tensor>;
  readonly codebook: CodebookState;
};

type Numbers = Pick<Outcome, 'total' | 'losses' | 'metrics' | 'gradients'>;

/** What outlives the recording of the gradient. */
type Pass = Pick<Outcome, 'total' | 'losses' | 'metrics'> & { readonly assignment: Assignment };

export interface TrainStepOptions {
  /** Run forward and backward pass as one graph, where TensorFlow is native; see `compile` of `@cmg/runtime`. */
  readonly compiled: boolean;
  /** Batches of a step; default: 1. */
  readonly batches?: number;
  /** The processes that take the step together; default: this one alone. */
  readonly replicas?: Replicas;
}

/**
 * One step of pre-training: forward pass, inner optimisers, losses, gradient, codebook, for each of its batches; then Adam. Synchronous, reads nothing
 * back from the device, and leaves no tensor behind but the model's.
 */
export class TrainStep {
  private readonly updateCodebook: CodebookUpdate;
  private readonly trainable: tf.Variable[];
  private readonly stepRandom: StepRandom;
  private readonly compiled: Compiled<Start, Outcome> | undefined;
  private readonly batches: number;
  private readonly replicas: Replicas;
  /** What runs, for messages. */
  private running = 'the modalities';

  constructor(
    private readonly model: Model,
    private readonly objectives: RunObjectives,
    private readonly optimizer: Pick<MainOptimizer, 'step'>,
    /** The run's root. */
    random: Random,
    private readonly meter: StepMeter,
    { compiled, batches = 1, replicas = ALONE }: TrainStepOptions,
  ) {
    this.batches = batches;
    this.replicas = replicas;
    const update = codebookUpdater(
      model.codebook,
      objectives.list.map(({ objective }) => objective),
    );
    this.updateCodebook = model.training.codebookIsFrozen ? cloned : update;
    this.trainable = [...objectives.parameters.values()].filter((variable) => variable.trainable);
    this.stepRandom = new StepRandom(random);
    this.compiled = compiled ? compile((start: Start) => this.differentiate(start)) : undefined;
  }

  /**
   * @param batch the step's batches, [batches B, T, ...featureShape] per modality; the caller frees it. Of several processes, this one's rows
   *   of each batch
   * @param present which of the segments of the whole batches there are, [batches B, T] per modality; default: all
   */
  run(batch: PerModality<tf.Tensor>, step: number, learningRate: number, present?: PerModality<tf.Tensor2D>): void {
    withoutMathRandom(
      () => this.running,
      () => this.advance({ batch, ...(present && { present }) }, step, learningRate),
    );
  }

  private advance(clips: Omit<Start, 'codebook'>, step: number, learningRate: number): void {
    tf.tidy(() => {
      const { gradients, codebook, indices, ...numbers } = this.accumulate(clips, step);
      this.meter.watch.lap('passes');
      this.running = 'the main optimiser';
      const gradientNorms = this.optimizer.step(gradients, learningRate);
      this.model.setCodebookState(codebook);
      this.meter.add(step, { ...numbers, gradientNorms }, indices);
      this.meter.watch.lap('optimizer');
    });
  }

  /** The mean of what the batches give, one after the other; each finds the codebook as the one before has left it. */
  private accumulate({ batch, present }: Omit<Start, 'codebook'>, step: number): Outcome {
    let sum: Outcome | undefined;
    for (let i = 0; i < this.batches; i++) {
      this.stepRandom.seek('step', step, ...(i === 0 ? [] : ['batch', i]));
      const before = sum;
      sum = tf.tidy(() => {
        const part = <T extends tf.Tensor>(of: PerModality<T>) => (this.batches === 1 ? of : rowsOf(of, i, this.batches));
        const codebook = before?.codebook ?? this.model.codebookState;
        const start: Start = { batch: part(batch), codebook, ...(present && { present: part(present) }) };
        const outcome = this.compiled?.run(start) ?? this.differentiate(start);
        return before === undefined ? outcome : added(before, outcome);
      });
      if (before !== undefined) tf.dispose({ ...before, codebook: {} });
    }
    const whole = sum as Outcome;
    return this.batches === 1 ? whole : scaled(whole, 1 / this.batches);
  }

  /** Frees what a compiled step holds. */
  dispose(): void {
    this.compiled?.dispose();
  }

  /** Forward and backward pass, and the next codebook. What is read of the forward pass outlives the gradient's scope. */
  private differentiate({ batch, codebook, present }: Start): Outcome {
    const survivors: tf.Tensor[] = [];
    try {
      let pass: Pass | undefined;
      const { grads: gradients } = tf.variableGrads(() => {
        pass = this.forward(batch, codebook, present);
        const { losses, metrics, total, assignment } = pass;
        const values = [losses, metrics, assignment.semantic, assignment.indices].flatMap((group) => Object.values<tf.Tensor>(group));
        survivors.push(...[...values, total].map((tensor) => tf.keep(tensor)));
        return this.replicas.count === 1 ? total : tf.mul(total, 1 / this.replicas.count);
      }, this.trainable);
      const { assignment, total, losses, metrics } = pass as Pass;
      return {
        ...this.summed({ total, losses, metrics, gradients }),
        indices: cloned(assignment.indices),
        codebook: this.updateCodebook(codebook, assignment),
      };
    } finally {
      tf.dispose(survivors);
    }
  }

  /** Means of the processes' numbers and sums of their gradients, which are those of parts of one loss. */
  private summed({ total, losses, metrics, gradients }: Numbers): Numbers {
    const { count } = this.replicas;
    if (count === 1) return { total: tf.clone(total), losses: cloned(losses), metrics: cloned(metrics), gradients };
    const scalars = [total, ...Object.values(losses), ...Object.values(metrics)].map((value) => tf.mul(value, 1 / count));
    const sums = this.replicas.sum([...scalars, ...Object.values(gradients)]).values();
    const next = () => sums.next().value as tf.Tensor;
    const nextScalar = () => next() as tf.Scalar;
    return {
      total: nextScalar(),
      losses: mapTensors(losses, nextScalar),
      metrics: mapTensors(metrics, nextScalar),
      gradients: mapTensors(gradients, next),
    };
  }

  private forward(batch: PerModality<tf.Tensor>, codebook: CodebookState, present: Start['present']): Pass {
    this.running = 'the modalities';
    const context = { training: true, random: this.stepRandom };
    const { whole, own } = forwardTogether(this.model, this.replicas, batch, context, codebook, present);
    const losses: Record<string, tf.Scalar> = {};
    const metrics: Record<string, tf.Scalar> = {};
    const weighted: tf.Scalar[] = [];
    for (const { name, label, weight, objective } of this.objectives.list) {
      this.running = label;
      const state = objective.perClip ? own : whole;
      const before = objective.beforeTerms?.(state);
      const terms = objective.terms?.(state);
      expectScalars(label, { ...before, ...terms?.metrics, ...terms?.losses });
      Object.assign(metrics, prefixed(name, before), prefixed(name, terms?.metrics));
      Object.assign(losses, prefixed(name, terms?.losses));
      const values = Object.values(terms?.losses ?? {});
      if (values.length > 0 && weight > 0) weighted.push(tf.addN(values).mul(weight));
    }
    if (weighted.length === 0) {
      throw new CmgError('no objective has a loss with a weight above 0: there is nothing to train', {
        kind: 'usage',
        where: 'objectives',
      });
    }
    const { modalities, semantic, indices, random } = whole;
    return {
      total: tf.addN(weighted),
      losses,
      metrics,
      assignment: { modalities, semantic, indices, random, ...(present && { present }) },
    };
  }
}

/** The tensors of a group, each replaced. */
const mapTensors = <T extends tf.Tensor>(tensors: Readonly<Record<string, T>>, map: (tensor: T, name: string) => T): Record<string, T> =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, map(tensor, name)]));

const cloned = <T extends tf.Tensor>(tensors: Readonly<Record<string, T>>): Record<string, T> =>
  mapTensors(tensors, (tensor) => tf.clone(tensor));

/** The i-th of `parts` equal parts of each modality's clips. */
const rowsOf = <T extends tf.Tensor>(batch: PerModality<T>, i: number, parts: number): PerModality<T> =>
  mapTensors(batch, (tensor) => {
    const rows = tensor.shape[0] / parts;
    return tf.slice<tf.Rank, T>(tensor, i * rows, rows);
  });

/** Sums of numbers and gradients, indices of both, the later codebook. */
function added(before: Outcome, { total, losses, metrics, gradients, indices, codebook }: Outcome): Outcome {
  const sums = <T extends tf.Tensor>(some: Readonly<Record<string, T>>, others: Readonly<Record<string, T>>) =>
    mapTensors(some, (tensor, name) => tf.add<T>(others[name] as T, tensor));
  return {
    total: tf.add(before.total, total),
    losses: sums(losses, before.losses),
    metrics: sums(metrics, before.metrics),
    gradients: sums(gradients, before.gradients),
    indices: mapTensors(indices, (codes, name) => tf.concat([forModality(before.indices, name), codes])),
    codebook,
  };
}

function scaled(outcome: Outcome, factor: number): Outcome {
  const times = <T extends tf.Tensor>(tensors: Readonly<Record<string, T>>) => mapTensors(tensors, (tensor) => tf.mul<T>(tensor, factor));
  const { total, losses, metrics, gradients } = outcome;
  return { ...outcome, total: tf.mul(total, factor), losses: times(losses), metrics: times(metrics), gradients: times(gradients) };
}

/** What an objective gives is summed and logged: a tensor of another shape would be summed up over its elements, or end in TensorFlow. */
function expectScalars(label: string, values: Scalars): void {
  for (const [name, value] of Object.entries<unknown>(values)) {
    if (value instanceof tf.Tensor && value.rank === 0) continue;
    const got =
      value instanceof tf.Tensor
        ? `has shape [${(value as tf.Tensor).shape.join(', ')}]`
        : `is ${typeof value === 'number' ? value : typeof value}`;
    throw new CmgError(`'${name}' ${got}, expected a tensor that is a scalar`, {
      where: label,
      hint: 'Reduce it, for example by tf.mean(…).',
    });
  }
}

function prefixed(objective: string, scalars: Scalars = {}): Scalars {
  return Object.fromEntries(Object.entries(scalars).map(([name, scalar]) => [`${objective}/${name}`, scalar]));
}
