import type { Dataset } from '@cmg/core';
import { setImmediate } from 'node:timers/promises';

/** Lets a signal of the system in, which waits for a turn of the event loop. @throws whatever it aborts with, once it has come */
export async function checkInterrupt(signal: AbortSignal): Promise<void> {
  await setImmediate();
  signal.throwIfAborted();
}

/** Passes batches on until the signal comes; then it throws. */
export async function* untilAborted<T>(batches: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  for await (const batch of batches) {
    await checkInterrupt(signal);
    yield batch;
  }
}

/** The data set, of which nothing is read any more when the signal has come: whoever reads it then throws. */
export function interruptible(dataset: Dataset, signal: AbortSignal): Dataset {
  const read: Dataset['read'] = async (...what) => {
    await checkInterrupt(signal);
    return dataset.read(...what);
  };
  return Object.create(dataset, { read: { value: read } }) as Dataset;
}
