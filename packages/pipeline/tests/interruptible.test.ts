import type { Dataset } from '@cmg/core';
import { interruptible, untilAborted } from '../src/interruptible.js';

const interrupted = new Error('interrupted');

describe('untilAborted', () => {
  // A generator that never leaves the turn of the event loop in which a timer or a signal could come.
  async function* numbers() {
    for (let i = 0; ; i++) yield i;
  }

  it('lets a signal in and ends with its reason', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(interrupted), 5);
    let last = -1;
    const read = async () => {
      for await (const number of untilAborted(numbers(), controller.signal)) last = number;
    };
    await expect(read()).rejects.toBe(interrupted);
    expect(last).toBeGreaterThanOrEqual(0);
  });
});

describe('interruptible', () => {
  it('is the data set until the signal comes, then nothing is read', async () => {
    const block = { data: Float32Array.of(1), shape: [1, 1] };
    const reads: unknown[] = [];
    const dataset = { fingerprint: 'abc', read: async (...what: unknown[]) => (reads.push(what), block) } as unknown as Dataset;
    const controller = new AbortController();
    const wrapped = interruptible(dataset, controller.signal);
    expect(wrapped.fingerprint).toBe('abc');
    expect(await wrapped.read('train', 'audio', [3])).toBe(block);
    controller.abort(interrupted);
    await expect(wrapped.read('train', 'audio', [4])).rejects.toBe(interrupted);
    expect(reads).toEqual([['train', 'audio', [3]]]);
  });
});
