import { CmgError, hostValue, isRecording, type NdArray, type Optimizer, type ParameterMap, type Scalars } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { withoutTape } from '../gradient/without-tape.js';
import { type AdamRates, adamStep, adamStepInPlace, corrections } from './adam-step.js';
import { type Bucket, createBucket, disposeBucket, flatten, groupMembers, type Member, type Moments, unflatten } from './bucket.js';
import { clipCoefficients, type ClipOptions } from './clip-coefficients.js';
import { loadMoments, saveMoments } from './moments.js';

export interface AdamOptions {
  readonly learningRate: number;
  /** Decay of the first moment; default 0.9. */
  readonly beta1?: number;
  /** Decay of the second moment; default 0.999. */
  readonly beta2?: number;
  /** Added to the root of the second moment; default 1e-8. */
  readonly epsilon?: number;
  /** Decoupled: before each step p -= rate weightDecay p. Not of {@link Adam.descend}. Default 0. */
  readonly weightDecay?: number;
  /** Rescales gradients whose norm is larger; default: none. */
  readonly clip?: ClipOptions;
}

/**
 * Adam by PyTorch's formula, over flat buffers: with gradient g at a parameter's step k,
 * m = b1 m + (1-b1) g; v = b2 v + (1-b2) g^2; p -= rate m/(1-b1^k) / (sqrt(v/(1-b2^k)) + eps).
 *
 * A parameter that the loss does not depend on has no gradient in that step and is skipped, as PyTorch skips one whose `grad`
 * is None: its value, moments and step count do not change.
 *
 * Kingma & Ba 2015, "Adam: A Method for Stochastic Optimization", algorithm 1. Weight decay is that of PyTorch's AdamW: Loshchilov & Hutter 2019,
 * "Decoupled Weight Decay Regularization", algorithm 2. Clipping: see {@link ClipOptions}.
 */
export class Adam implements Optimizer {
  private readonly members: readonly Member[];
  private buckets: Bucket[];

  constructor(
    parameters: ParameterMap,
    private readonly options: AdamOptions,
  ) {
    const trainable = [...parameters].filter(([, variable]) => variable.trainable);
    this.members = trainable.map(([path, variable]) => ({ path, module: path.split('/', 1)[0] as string, variable }));
    if (this.members.length === 0) throw new CmgError('Adam needs at least one parameter');
    this.buckets = groupMembers(this.members).map((members) => newBucket(members));
  }

  /**
   * One step on d loss / d parameters; returns the loss before it. May be called while an outer gradient is being recorded: everything
   * here is constant to that gradient, and the loss's tensors are freed when this returns.
   *
   * @throws Error if the loss does not depend on any parameter.
   */
  minimize(loss: () => tf.Scalar): tf.Scalar {
    return withoutTape(() =>
      tf.tidy(() => {
        const variables = this.members.map(({ variable }) => variable);
        const { value, grads } = tf.variableGrads(loss, variables);
        this.apply(grads, this.options.learningRate, this.options.clip !== undefined);
        return value;
      }),
    );
  }

  /**
   * `steps` steps on a gradient that the caller computes: `gradient(values, i)` of step i, for all parameters concatenated in
   * the order of the map. Values and moments stay concatenated between steps, and clipping does not apply.
   *
   * @throws CmgError if the parameters have had different numbers of steps.
   */
  descend(steps: number, gradient: (values: tf.Tensor1D, step: number) => tf.Tensor1D): void {
    withoutTape(() =>
      tf.tidy(() => {
        let state = { values: flatten(this.members.map(({ variable }) => variable)), ...joinMoments(this.buckets, this.members) };
        for (let i = 0; i < steps; i++) {
          const next = tf.tidy(() => ({
            ...adamStep(state, gradient(state.values, i), this.nextRates(this.buckets, this.options.learningRate)),
          }));
          if (i > 0) tf.dispose(state);
          state = next;
        }
        assign(this.members, state.values);
        splitMoments(state, this.buckets, this.members);
      }),
    );
  }

  /**
   * One step on given gradients.
   *
   * @param gradients by the variables' names, as `tf.variableGrads` returns them; the caller disposes them.
   * @param learningRate for this step alone.
   * @returns the norm of each module's gradient before clipping; modules without a gradient are absent.
   */
  step(gradients: tf.NamedTensorMap, learningRate: number = this.options.learningRate): Scalars {
    return withoutTape(() => tf.tidy(() => this.apply(gradients, learningRate, true)));
  }

  /** Moments and step count of each parameter: `<path>/first`, `<path>/second` in the parameter's shape, `<path>/steps`. */
  save(): Promise<Map<string, NdArray>> {
    return saveMoments(this.buckets);
  }

  /**
   * Restores what {@link save} returned.
   *
   * @throws CmgError if an entry is missing, unknown or of another shape; nothing has changed then.
   */
  restore(state: ReadonlyMap<string, NdArray>): void {
    const restored = loadMoments(this.members, state);
    this.dispose();
    this.buckets = restored;
  }

  /** Frees the moments; the parameters are not the optimiser's. */
  dispose(): void {
    this.buckets.forEach(disposeBucket);
    this.buckets = [];
  }

  private apply(gradients: tf.NamedTensorMap, learningRate: number, wantNorms: boolean): Scalars {
    const has = ({ variable }: Member): boolean => gradients[variable.name] !== undefined;
    this.buckets = this.buckets.flatMap((bucket) => splitBucket(bucket, has));
    const active = this.buckets.filter(({ members }) => members.every(has));
    const flat = active.map(({ members }) => flatten(members.map(({ variable }) => gradients[variable.name] as tf.Tensor)));
    const modules = active.map(({ members }) => (members[0] as Member).module);
    const { norms, coefficients } = wantNorms ? clipCoefficients(flat, modules, this.options.clip) : { norms: {}, coefficients: undefined };
    active.forEach((bucket, i) => this.update(bucket, flat[i] as tf.Tensor1D, learningRate, coefficients?.[modules[i] as string]));
    return norms;
  }

  /**
   * Frees intermediates at once: for all parameters together they would take several times the model's memory. A bucket of one parameter, as
   * the largest are, is changed in place where that can be.
   */
  private update(bucket: Bucket, gradient: tf.Tensor1D, learningRate: number, coefficient: tf.Scalar | undefined): void {
    tf.tidy(() => {
      const { members, first, second } = bucket;
      const clipped = (coefficient === undefined ? gradient : tf.mul(gradient, coefficient)) as tf.Tensor1D;
      const rates = this.nextRates([bucket], learningRate);
      const { weightDecay = 0 } = this.options;
      if (weightDecay !== 0) members.forEach(({ variable }) => variable.assign(tf.mul(variable, 1 - learningRate * weightDecay)));
      const [only] = members as [Member];
      if (members.length === 1 && adamStepInPlace({ values: only.variable, first, second }, clipped, rates)) return;
      const next = adamStep({ values: flatten(members.map(({ variable }) => variable)), first, second }, clipped, rates);
      first.assign(next.first);
      second.assign(next.second);
      assign(members, next.values);
    });
  }

  /** Counts one more step of buckets with equal step counts. */
  private nextRates(buckets: readonly Bucket[], learningRate: number): AdamRates {
    const { beta1 = 0.9, beta2 = 0.999, epsilon: smallest = 1e-8 } = this.options;
    const values = hostValue(() => {
      for (const bucket of buckets) bucket.steps += 1;
      return tf.tensor1d(corrections([beta1, beta2], smallest, learningRate, (buckets[0] as Bucket).steps));
    });
    const [size, epsilon] = tf.unstack(values) as [tf.Scalar, tf.Scalar];
    return { beta1, beta2, size, epsilon };
  }
}

function assign(members: readonly Member[], values: tf.Tensor1D): void {
  unflatten(values, members).forEach((value, i) => (members[i] as Member).variable.assign(value));
}

function newBucket(members: readonly Member[]): Bucket {
  const size = members.reduce((sum, { variable }) => sum + variable.size, 0);
  return createBucket(members, 0, () => ({ first: tf.fill([size], 0), second: tf.fill([size], 0) }));
}

/** The moments of all buckets concatenated, in the order of the members. */
function joinMoments(buckets: readonly Bucket[], members: readonly Member[]): Moments {
  const [first] = buckets as [Bucket];
  if (buckets.some(({ steps }) => steps !== first.steps))
    throw new CmgError('parameters that have had different numbers of steps cannot step together');
  if (isWhole(buckets, members)) return { first: first.first, second: first.second };
  const joined = (name: 'first' | 'second'): tf.Tensor1D => {
    const parts = new Map(
      buckets.flatMap((bucket) => unflatten(bucket[name], bucket.members).map((part, i) => [bucket.members[i], part] as const)),
    );
    return flatten(members.map((member) => parts.get(member) as tf.Tensor));
  };
  return { first: joined('first'), second: joined('second') };
}

/** The reverse of {@link joinMoments}: assigns each bucket its part. */
function splitMoments(moments: Moments, buckets: readonly Bucket[], members: readonly Member[]): void {
  for (const name of ['first', 'second'] as const) {
    if (isWhole(buckets, members)) {
      buckets[0]?.[name].assign(moments[name]);
      continue;
    }
    const parts = new Map(unflatten(moments[name], members).map((part, i) => [members[i], part]));
    for (const bucket of buckets) bucket[name].assign(flatten(bucket.members.map((member) => parts.get(member) as tf.Tensor)));
  }
}

/** Whether a single bucket contains all members in order. */
const isWhole = (buckets: readonly Bucket[], members: readonly Member[]): boolean =>
  buckets.length === 1 && members.every((member, i) => member === buckets[0]?.members[i]);

/** Splits a bucket if only some of its members have a gradient: from here on their step counts differ. */
function splitBucket(bucket: Bucket, has: (member: Member) => boolean): Bucket[] {
  const { members, steps } = bucket;
  if (members.every(has) || !members.some(has)) return [bucket];
  if (isRecording()) {
    const unreached = members.filter((member) => !has(member)).map(({ path }) => path);
    throw new CmgError(`the loss does not depend on ${unreached.join(', ')}, which a compiled step does not support`, {
      hint: 'Make them buffers, let another optimiser claim them, or set the option compile to never.',
    });
  }
  const pick = (moments: tf.Tensor1D, wanted: boolean): tf.Tensor1D =>
    flatten(unflatten(moments, members).filter((_, i) => has(members[i] as Member) === wanted));
  const parts = [true, false].map((wanted) =>
    createBucket(
      members.filter((member) => has(member) === wanted),
      steps,
      () => ({ first: pick(bucket.first, wanted), second: pick(bucket.second, wanted) }),
    ),
  );
  disposeBucket(bucket);
  return parts;
}
