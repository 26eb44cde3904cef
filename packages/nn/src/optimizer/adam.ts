import { CmgError, type NamedArray, type Optimizer, type ParameterMap, type Scalars } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { withoutTape } from '../gradient/without-tape.js';
import { type Bucket, flatten, groupMembers, type Member, unflatten } from './bucket.js';
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
  /** Rescales gradients whose norm is larger; default: none. */
  readonly clip?: ClipOptions;
}

/**
 * Adam by PyTorch's formula, over flat buffers: with gradient g at a parameter's step k,
 * m = b1 m + (1-b1) g; v = b2 v + (1-b2) g^2; p -= rate m/(1-b1^k) / (sqrt(v/(1-b2^k)) + eps).
 *
 * A parameter that the loss does not reach has no gradient in that step, and is left alone as PyTorch leaves one whose `grad`
 * is None: neither its value nor its moments nor its step count change.
 *
 * Kingma & Ba 2015, "Adam: A Method for Stochastic Optimization", algorithm 1. Clipping: see {@link ClipOptions}.
 */
export class Adam implements Optimizer {
  private readonly members: readonly Member[];
  private buckets: Bucket[];

  constructor(
    parameters: ParameterMap,
    private readonly options: AdamOptions,
  ) {
    this.members = [...parameters].map(([path, variable]) => ({ path, module: path.split('/', 1)[0] as string, variable }));
    if (this.members.length === 0) throw new CmgError('Adam needs at least one parameter');
    this.buckets = groupMembers(this.members).map((members) => newBucket(members));
  }

  /**
   * One step on d loss / d parameters; returns the loss before it. May be called while an outer gradient is being recorded: to
   * that gradient, all that happens here is constant, and what the loss computes is freed when this returns.
   *
   * @throws Error where the loss depends on none of the parameters.
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
   * One step on given gradients.
   *
   * @param gradients by the variables' names, as `tf.variableGrads` returns them; they stay the caller's to dispose.
   * @param learningRate for this step alone.
   * @returns the norm of each module's gradient before clipping; modules without a gradient are absent.
   */
  step(gradients: tf.NamedTensorMap, learningRate: number = this.options.learningRate): Scalars {
    return withoutTape(() => tf.tidy(() => this.apply(gradients, learningRate, true)));
  }

  /** Moments and step count of each parameter: `<path>/first`, `<path>/second` in the parameter's shape, `<path>/steps`. */
  save(): Promise<Map<string, NamedArray>> {
    return saveMoments(this.buckets);
  }

  /**
   * Puts back what {@link save} gave.
   *
   * @throws CmgError where an entry is missing, unknown or of another shape; nothing has changed then.
   */
  restore(state: ReadonlyMap<string, NamedArray>): void {
    const restored = loadMoments(this.members, state);
    this.dispose();
    this.buckets = restored;
  }

  /** Frees the moments; the parameters are not the optimiser's. */
  dispose(): void {
    for (const bucket of this.buckets) tf.dispose([bucket.first, bucket.second]);
    this.buckets = [];
  }

  private apply(gradients: tf.NamedTensorMap, learningRate: number, wantNorms: boolean): Scalars {
    const has = ({ variable }: Member): boolean => gradients[variable.name] !== undefined;
    this.buckets = this.buckets.flatMap((bucket) => splitBucket(bucket, has));
    const active = this.buckets.filter(({ members }) => members.every(has));
    const flat = active.map(({ members }) => flatten(members.map(({ variable }) => gradients[variable.name] as tf.Tensor)));
    if (!wantNorms) {
      active.forEach((bucket, i) => this.update(bucket, flat[i] as tf.Tensor1D, learningRate));
      return {};
    }
    const modules = active.map(({ members }) => (members[0] as Member).module);
    const { norms, coefficients } = clipCoefficients(flat, modules, this.options.clip);
    active.forEach((bucket, i) => {
      const coefficient = coefficients?.[modules[i] as string];
      const gradient = flat[i] as tf.Tensor1D;
      this.update(bucket, coefficient === undefined ? gradient : tf.mul(gradient, coefficient), learningRate);
    });
    return norms;
  }

  private update(bucket: Bucket, gradient: tf.Tensor1D, learningRate: number): void {
    const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = this.options;
    bucket.steps += 1;
    const first = tf.add(tf.mul(bucket.first, beta1), tf.mul(gradient, 1 - beta1)) as tf.Tensor1D;
    const second = tf.add(tf.mul(bucket.second, beta2), tf.mul(tf.square(gradient), 1 - beta2)) as tf.Tensor1D;
    // rate m/c1 / (sqrt(v/c2) + eps) with both corrections drawn into scalars.
    const root2 = Math.sqrt(1 - beta2 ** bucket.steps);
    const size = (learningRate * root2) / (1 - beta1 ** bucket.steps);
    const change = tf.mul(tf.div(first, tf.add(tf.sqrt(second), epsilon * root2)), size);
    const values = tf.sub(flatten(bucket.members.map(({ variable }) => variable)), change) as tf.Tensor1D;
    unflatten(values, bucket.members).forEach((value, i) => (bucket.members[i] as Member).variable.assign(value));
    tf.dispose([bucket.first, bucket.second]);
    bucket.first = tf.keep(first);
    bucket.second = tf.keep(second);
  }
}

function newBucket(members: readonly Member[]): Bucket {
  const size = members.reduce((sum, { variable }) => sum + variable.size, 0);
  return { members, steps: 0, first: tf.keep(tf.zeros([size])), second: tf.keep(tf.zeros([size])) };
}

/** Parts a bucket of which only some members have a gradient: from here on their step counts differ. */
function splitBucket(bucket: Bucket, has: (member: Member) => boolean): Bucket[] {
  const { members, steps } = bucket;
  if (members.every(has) || !members.some(has)) return [bucket];
  const pick = (moments: tf.Tensor1D, wanted: boolean): tf.Tensor1D =>
    tf.keep(flatten(unflatten(moments, members).filter((_, i) => has(members[i] as Member) === wanted)));
  const parts = [true, false].map((wanted) => ({
    members: members.filter((member) => has(member) === wanted),
    steps,
    first: pick(bucket.first, wanted),
    second: pick(bucket.second, wanted),
  }));
  tf.dispose([bucket.first, bucket.second]);
  return parts;
}
