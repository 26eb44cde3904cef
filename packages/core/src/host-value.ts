import type { tf } from './tensorflow.js';

/** Intercepts host values while a function is recorded. */
export type HostValueRecorder = <T extends tf.Tensor>(make: () => T) => T;

/**
 * The current recording, if any: the only global state here. A layer or a loss deep inside a step has no argument that could tell it
 * of the recording, and should not need one, since it computes the same either way. {@link isRecording} is for code that has two ways to the same result, one of which cannot be recorded (it reads a tensor back, or branches on a number): all other code just calls {@link hostValue}.
 *
 * It is kept on `globalThis` under a registered symbol, so that a plugin that brings its own copy of this package is recorded with
 * the others.
 */
const RECORDER = Symbol.for('@cmg/core.recorder');
const shared = globalThis as { [RECORDER]?: HostValueRecorder | undefined };

/**
 * A tensor of numbers that the host computes anew for each step: random draws or counters.
 *
 * A training step may be recorded once and then run as a whole, without the code that computed it (`compile` of `@cmg/runtime`).
 * Tensors that this code makes from the host's numbers are constants of the recording, except for host values: their `make`
 * is called again for each run. So `make` must not use anything else that the step has computed.
 */
export function hostValue<T extends tf.Tensor>(make: () => T): T {
  const recorder = shared[RECORDER];
  return recorder === undefined ? make() : recorder(make);
}

/** Whether a function is being recorded, and this is not the inside of a {@link hostValue}. */
export const isRecording = (): boolean => shared[RECORDER] !== undefined;

/** Runs f with host values made by `take`; those created within `make` itself are made as usual. */
export function recordHostValues<R>(take: HostValueRecorder, f: () => R): R {
  if (isRecording()) throw new Error('a recording is already in progress');
  const own: HostValueRecorder = (make) => {
    shared[RECORDER] = undefined;
    try {
      return take(make);
    } finally {
      shared[RECORDER] = own;
    }
  };
  shared[RECORDER] = own;
  try {
    return f();
  } finally {
    shared[RECORDER] = undefined;
  }
}
