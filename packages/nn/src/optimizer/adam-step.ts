import { isRecording } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';

/** Concatenated parameters with their moments. */
export interface AdamState {
  readonly values: tf.Tensor1D;
  readonly first: tf.Tensor1D;
  readonly second: tf.Tensor1D;
}

/** Scalars of one step; see {@link corrections}. */
export interface AdamRates {
  readonly beta1: number;
  readonly beta2: number;
  readonly size: tf.Scalar;
  readonly epsilon: tf.Scalar;
}

/** A kernel of `@cmg/runtime` for native TensorFlow: a whole step in one pass over memory. */
const FUSED = 'ApplyAdam';

/** The same over its inputs. */
const IN_PLACE = 'ApplyAdamInPlace';

const has = (kernel: string): boolean => (tf.getKernel(kernel, tf.getBackend()) as tf.KernelConfig | undefined) !== undefined;

const hasFused = (): boolean => has(FUSED);

/** m = b1 m + (1-b1) g; v = b2 v + (1-b2) g^2; p -= size m / (sqrt(v) + epsilon), for a gradient g. */
export function adamStep(state: AdamState, gradient: tf.Tensor1D, rates: AdamRates): AdamState {
  return (hasFused() ? fused : composed)(state, gradient, rates);
}

/**
 * {@link adamStep} over the data of variables, without memory for it.
 *
 * @param gradient flat, [size of the variables]
 * @returns whether it was done: it is not where a tensor shares a variable's data, nor while a graph is recorded, nor without the kernel.
 */
export function adamStepInPlace(
  state: Readonly<Record<keyof AdamState, tf.Variable>>,
  gradient: tf.Tensor1D,
  { beta1, beta2, size, epsilon }: AdamRates,
): boolean {
  const { backend } = tf.engine();
  const ours = Object.values(state).every(({ dataId }) => backend.refCount(dataId) === 1);
  if (!has(IN_PLACE) || isRecording() || !ours) return false;
  tf.engine().runKernel(IN_PLACE, { ...state, gradient, size, epsilon }, { beta1, beta2 });
  return true;
}

/**
 * Step k of Adam, p -= rate m/(1-b1^k) / (sqrt(v/(1-b2^k)) + eps), as size m / (sqrt(v) + epsilon): [size, epsilon].
 *
 * Decays are rounded to float32 as in the kernel: moments that decay differently from the corrections would be off by 1e-5.
 */
export function corrections(decays: readonly [number, number], epsilon: number, learningRate: number, step: number): [number, number] {
  const [beta1, beta2] = hasFused() ? (decays.map(Math.fround) as [number, number]) : decays;
  const root2 = Math.sqrt(1 - beta2 ** step);
  return [(learningRate * root2) / (1 - beta1 ** step), epsilon * root2];
}

function fused(state: AdamState, gradient: tf.Tensor1D, { beta1, beta2, size, epsilon }: AdamRates): AdamState {
  const inputs = { ...state, gradient, size, epsilon };
  const [values, first, second] = tf.engine().runKernel(FUSED, inputs, { beta1, beta2 }) as unknown as tf.Tensor1D[];
  return { values, first, second } as AdamState;
}

/** One bucket at a time: for all parameters together the intermediates would take several times the model's memory. */
function composed(state: AdamState, gradient: tf.Tensor1D, { beta1, beta2, size, epsilon }: AdamRates): AdamState {
  const blend = (old: tf.Tensor1D, decay: number, value: () => tf.Tensor1D): tf.Tensor1D =>
    tf.tidy(() => tf.add(tf.mul(old, decay), tf.mul(value(), 1 - decay)));
  const first = blend(state.first, beta1, () => gradient);
  const second = blend(state.second, beta2, () => tf.square(gradient));
  const values = tf.tidy(() => tf.sub(state.values, tf.mul(tf.div(first, tf.add(tf.sqrt(second), epsilon)), size)) as tf.Tensor1D);
  return { values, first, second };
}
