import * as tf from '@tensorflow/tfjs';

/**
 * Runs f outside any gradient that is being recorded around it: what f computes is constant to that gradient.
 *
 * Two uses: stopping the gradient (which tfjs lacks), and taking a separate gradient within f (an inner optimiser), whose
 * tensors are freed when it ends; as a part of the outer recording they would be kept until the outer gradient ends, and its
 * backward pass would be recorded too.
 */
export function withoutTape<T>(f: () => T): T {
  const { state } = tf.engine();
  const { gradientDepth, activeTape } = state;
  state.gradientDepth = 0;
  state.activeTape = [];
  try {
    return f();
  } finally {
    state.gradientDepth = gradientDepth;
    state.activeTape = activeTape;
  }
}
