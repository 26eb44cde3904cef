import type * as tf from '@tensorflow/tfjs';

/** Takes over how host values are made while a function is recorded. */
export type HostValueRecorder = <T extends tf.Tensor>(make: () => T) => T;

let recorder: HostValueRecorder | undefined;

/**
 * A tensor of numbers that the host computes anew for each step: what it draws, or counts.
 *
 * A training step may be recorded once and then run as a whole, without the code that computed it (`compile` of `@cmg/runtime`).
 * Whatever tensor that code makes of the host's numbers is a constant of the recording, except for host values: their `make`
 * is called again for each run. So it must not make use of what else the step has computed.
 */
export function hostValue<T extends tf.Tensor>(make: () => T): T {
  return recorder === undefined ? make() : recorder(make);
}

/** Whether a function is being recorded, and this is not the inside of a {@link hostValue}. */
export const isRecording = (): boolean => recorder !== undefined;

/** Runs f with host values made by `take`; those that `make` itself would make are made as usual. */
export function recordHostValues<R>(take: HostValueRecorder, f: () => R): R {
  if (recorder !== undefined) throw new Error('a recording is under way already');
  const own: HostValueRecorder = (make) => {
    recorder = undefined;
    try {
      return take(make);
    } finally {
      recorder = own;
    }
  };
  recorder = own;
  try {
    return f();
  } finally {
    recorder = undefined;
  }
}
