import type * as tf from '@tensorflow/tfjs';

/** The processes that train one model together, each on its rows of every batch, as one of them sees them. */
export interface Replicas {
  /** From 0. */
  readonly rank: number;
  readonly count: number;
  /**
   * The rows of all ranks in their order, [b, ...] -> [count b, ...]. Differentiable: the gradient of a rank's rows is the sum of what all ranks
   * have for them.
   */
  gather<T extends tf.Tensor>(x: T): T;
  /** The sum over all ranks, element by element, with the same bits on each. Not differentiable. */
  sum(tensors: readonly tf.Tensor[]): tf.Tensor[];
  /** Runs a function that does little but wait for the other ranks: for longer than its patience, it fails. */
  waiting<R>(f: () => R): R;
  /** What made a step fail: an error that names the rank that is gone, where that is the cause; else the error itself. */
  explain(error: unknown): Promise<unknown>;
}

/** One process. */
export const ALONE: Replicas = {
  rank: 0,
  count: 1,
  gather: (x) => x,
  sum: (tensors) => [...tensors],
  waiting: (f) => f(),
  explain: (error) => Promise.resolve(error),
};
