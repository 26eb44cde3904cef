import * as tf from '@tensorflow/tfjs';
import type { EmaState } from './ema-state.js';

/**
 * A state that was learnt by the modalities `from`, in this order, as one of the modalities `to`: codes and averages are the same, the
 * counters of use go with their modality, and those of a new one are -1, as before the first batch. Pure.
 */
export function adoptState(state: EmaState, from: readonly string[], to: readonly string[]): EmaState {
  const codes = state.sinceUse.shape[1];
  const sinceUse = tf.tidy(() => {
    const unused = tf.fill([1, codes], -1) as tf.Tensor2D;
    const rows = to.map((m) => (from.includes(m) ? tf.slice2d(state.sinceUse, [from.indexOf(m), 0], [1, codes]) : unused));
    return tf.concat2d(rows, 0);
  });
  return { ...state, sinceUse };
}
