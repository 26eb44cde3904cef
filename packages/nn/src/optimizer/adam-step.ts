import * as tf from '@tensorflow/tfjs';

/** Parameters end to end with their moments. */
export interface AdamState {
  readonly values: tf.Tensor1D;
  readonly first: tf.Tensor1D;
  readonly second: tf.Tensor1D;
}

export interface AdamRates {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly learningRate: number;
  /** Which step it is, from 1. */
  readonly step: number;
}

/** A kernel of `@cmg/runtime` for native TensorFlow: all of a step in one pass over the memory. */
const FUSED = 'ApplyAdam';

/**
 * m = b1 m + (1-b1) g; v = b2 v + (1-b2) g^2; p -= rate m/(1-b1^k) / (sqrt(v/(1-b2^k)) + eps), for a gradient g and step k.
 * Frees the moments that it replaces; the new ones are kept.
 */
export function adamStep({ values, first, second }: AdamState, gradient: tf.Tensor1D, rates: AdamRates): AdamState {
  const next = tf.tidy(() => ({ ...(hasFused() ? fused : composed)({ values, first, second }, gradient, rates) }));
  tf.keep(next.first);
  tf.keep(next.second);
  tf.dispose([first, second]);
  return next;
}

const hasFused = (): boolean => (tf.getKernel(FUSED, tf.getBackend()) as tf.KernelConfig | undefined) !== undefined;

function fused(state: AdamState, gradient: tf.Tensor1D, rates: AdamRates): AdamState {
  // The kernel's decays are float32, and moments of other decays than the corrections assume would be off by 1e-5.
  const [beta1, beta2] = [Math.fround(rates.beta1), Math.fround(rates.beta2)];
  const attributes = { beta1, beta2, ...corrected({ ...rates, beta1, beta2 }) };
  const [values, first, second] = tf.engine().runKernel(FUSED, { ...state, gradient }, attributes) as unknown as tf.Tensor1D[];
  return { values, first, second } as AdamState;
}

/** Moment by moment: for all parameters together what is computed would be several times the model. */
function composed(state: AdamState, gradient: tf.Tensor1D, rates: AdamRates): AdamState {
  const blend = (old: tf.Tensor1D, decay: number, value: () => tf.Tensor1D): tf.Tensor1D =>
    tf.tidy(() => tf.add(tf.mul(old, decay), tf.mul(value(), 1 - decay)));
  const { size, epsilon } = corrected(rates);
  const first = blend(state.first, rates.beta1, () => gradient);
  const second = blend(state.second, rates.beta2, () => tf.square(gradient));
  const values = tf.tidy(() => tf.sub(state.values, tf.mul(tf.div(first, tf.add(tf.sqrt(second), epsilon)), size)) as tf.Tensor1D);
  return { values, first, second };
}

/** rate m/c1 / (sqrt(v/c2) + eps) as size m / (sqrt(v) + epsilon): both corrections drawn into scalars. */
function corrected({ beta1, beta2, epsilon, learningRate, step }: AdamRates): { size: number; epsilon: number } {
  const root2 = Math.sqrt(1 - beta2 ** step);
  return { size: (learningRate * root2) / (1 - beta1 ** step), epsilon: epsilon * root2 };
}
