import type * as tf from '@tensorflow/tfjs';

/** Takes over how host values are made while a function is recorded. */
export type HostValueRecorder = <T extends tf.Tensor>(make: () => T) => T;

/**
 * The recording under way, if any: the one thing that is global here. A layer or a loss deep inside of a step has no argument through
 * which it could be told of the recording, and must not need one, since it computes the same either way. Who asks {@link isRecording}
 * forks between two ways to one result, one of which cannot be recorded (it reads a tensor back, or decides by a number):
 * everyone else calls {@link hostValue} and is done.
 *
 * It lies on `globalThis` under a registered symbol, so that a plugin that brings its own copy of this package is recorded with
 * the others.
 */
const RECORDER = Symbol.for('@cmg/core.recorder');
const shared = globalThis as { [RECORDER]?: HostValueRecorder | undefined };

/**
 * A tensor of numbers that the host computes anew for each step: what it draws, or counts.
 *
 * A training step may be recorded once and then run as a whole, without the code that computed it (`compile` of `@cmg/runtime`).
 * Whatever tensor that code makes of the host's numbers is a constant of the recording, except for host values: their `make`
 * is called again for each run. So it must not make use of what else the step has computed.
 */
export function hostValue<T extends tf.Tensor>(make: () => T): T {
  const recorder = shared[RECORDER];
  return recorder === undefined ? make() : recorder(make);
}

/** Whether a function is being recorded, and this is not the inside of a {@link hostValue}. */
export const isRecording = (): boolean => shared[RECORDER] !== undefined;

/** Runs f with host values made by `take`; those that `make` itself would make are made as usual. */
export function recordHostValues<R>(take: HostValueRecorder, f: () => R): R {
  if (isRecording()) throw new Error('a recording is under way already');
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
