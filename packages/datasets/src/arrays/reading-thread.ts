import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type Answer, settle, type Waiting } from './answer.js';
import type { ArraySource, ArraySummary, ClipArrays, NumberArray } from './array-source.js';
import type { Locator } from './locator.js';

/** A method of {@link ArraySource} with its arguments. */
type Question = { readonly what: 'read' | 'summary' | 'shape'; readonly of: Locator } | { readonly what: 'clips'; readonly of: ClipArrays };

export type Request = Question & { readonly id: number };

/** `.ts` in the sources, `.js` in the package, like this file. */
const ENTRY = new URL(`./reading-worker${extname(import.meta.url)}`, import.meta.url);

/**
 * Reads arrays in a separate thread. A training step blocks the main thread, and would hold up every read that takes more
 * than one turn of its event loop; in this thread the next batch is read, unpacked and converted while the current one trains.
 */
class Thread {
  private readonly worker = new Worker(ENTRY, { env: { ...process.env }, resourceLimits: { maxYoungGenerationSizeMb: 4 } });
  private readonly waiting = new Map<number, Waiting>();
  private requests = 0;
  /** Why it no longer answers. */
  private failure: Error | undefined;

  constructor() {
    this.worker.on('message', (answer: Answer<object>) => this.settle(answer));
    this.worker.on('error', (cause) => this.fail(cause));
    this.worker.on('exit', () => this.fail(new Error('the reading thread ended')));
    this.worker.unref();
  }

  ask<T>(question: Question): Promise<T> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    const id = this.requests++;
    // It keeps the process alive only while a request is pending.
    this.worker.ref();
    return new Promise<T>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      const spare = question.what === 'clips' ? question.of.spare : undefined;
      this.worker.postMessage({ id, ...question } satisfies Request, spare && [spare.buffer as ArrayBuffer]);
    });
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }

  private settle(answer: Answer<object>): void {
    const waiting = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if (this.waiting.size === 0) this.worker.unref();
    if (waiting !== undefined) settle(answer, waiting);
  }

  private fail(cause: Error): void {
    this.failure ??= cause;
    for (const { reject } of this.waiting.values()) reject(this.failure);
    this.waiting.clear();
  }
}

/** The thread, and how many open data sets share it. */
let shared: { readonly thread: Thread; users: number } | undefined;

/** Reads arrays in the background. All open data sets of a process share one thread, which ends when the last is closed. */
export class ReadingThread implements ArraySource {
  private thread: Thread | undefined;

  read(locator: Locator): Promise<NumberArray> {
    return this.join().ask({ what: 'read', of: locator });
  }

  clips(arrays: ClipArrays): Promise<Float32Array> {
    return this.join().ask({ what: 'clips', of: arrays });
  }

  summary(locator: Locator): Promise<ArraySummary> {
    return this.join().ask({ what: 'summary', of: locator });
  }

  shape(locator: Locator): Promise<readonly number[]> {
    return this.join().ask({ what: 'shape', of: locator });
  }

  async close(): Promise<void> {
    if (this.thread === undefined || shared === undefined) return;
    this.thread = undefined;
    if (--shared.users > 0) return;
    const { thread } = shared;
    shared = undefined;
    await thread.end();
  }

  private join(): Thread {
    if (this.thread !== undefined) return this.thread;
    shared ??= { thread: new Thread(), users: 0 };
    shared.users++;
    return (this.thread = shared.thread);
  }
}
