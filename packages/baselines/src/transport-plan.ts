import { withoutTape } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';

/** Divides by no less: a code that takes no part receives nothing. */
const LEAST = 1e-30;

export interface TransportOptions {
  /** Weight of the proximal term. The smaller, the faster a plan becomes sparse; below .05 it would leave float32. */
  readonly beta: number;
  readonly iterations: number;
}

/**
 * The optimal transport of N features to the codes in use, by the inexact proximal point method (IPOT): the plan T [N, K], T >= 0, that
 * minimises $\sum_{nk} T_{nk} C_{nk}$, where each feature gives 1/N and each of the K' codes in use takes 1/K'. With $A = e^{-C/\beta}$, from
 * $T = 1$ and $\sigma = 1/K'$, repeatedly
 *
 * $$ Q = A \odot T, \quad \delta = 1 / (N Q \sigma), \quad \sigma = 1 / (K' Q^\top \delta), \quad T = \diag(\delta) Q \diag(\sigma) $$
 *
 * Constant to any gradient. Xie et al. 2019, "A Fast Proximal Point Method for Computing Exact Wasserstein Distance", algorithm 1.
 *
 * @param costs C, [N, K]
 * @param present [N], 1 for a feature that takes part, 0 for one that gives nothing, N being the number of the others; default: all do
 * @param inUse [K], 1 for a code in use, 0 for one that takes no part; at least one is in use
 */
export function transportPlan(
  costs: tf.Tensor2D,
  inUse: tf.Tensor1D,
  { beta, iterations }: TransportOptions,
  present?: tf.Tensor1D,
): tf.Tensor2D {
  return withoutTape(() =>
    tf.tidy(() => {
      const features: number | tf.Tensor = present === undefined ? costs.shape[0] : tf.sum(present);
      const codes = tf.sum(inUse);
      const allowed = present === undefined ? inUse : tf.mul(tf.expandDims(present, 1), inUse);
      const affinity = tf.mul(tf.exp(tf.div(costs, -beta)), allowed);
      const inverse = (x: tf.Tensor) => tf.reciprocal(tf.maximum(x, LEAST));
      let plan: tf.Tensor = tf.onesLike(costs);
      let toCodes: tf.Tensor = tf.div(inUse, codes).expandDims(1);
      for (let i = 0; i < iterations; i++) {
        const pull = tf.mul(affinity, plan);
        const fromFeatures = inverse(tf.matMul(pull, toCodes as tf.Tensor2D).mul(features));
        toCodes = inverse(tf.matMul(pull, fromFeatures as tf.Tensor2D, true).mul(codes));
        plan = tf.mul(tf.mul(pull, fromFeatures), toCodes.reshape([1, -1]));
      }
      return plan as tf.Tensor2D;
    }),
  );
}
