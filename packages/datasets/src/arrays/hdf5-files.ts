import { CmgError } from '@cmg/core';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type Answer, settle, type Waiting } from './answer.js';
import type { NumberArray } from './array-source.js';
import { type Locator, locatorText } from './locator.js';
import { Pulse } from './pulse.js';

/** A method of `Hdf5Library` with its argument. */
interface Question {
  readonly what: 'read' | 'shape';
  readonly of: Locator;
}

export type Hdf5Request = Question & { readonly id: number };

/** `broken`: the library failed, and answers nothing more. */
export type Hdf5Answer = Answer<object> & { readonly broken: boolean };

/** `.ts` in the sources, `.js` in the package, like this file. */
const ENTRY = new URL(`./hdf5-worker${extname(import.meta.url)}`, import.meta.url);
/** How often it is looked at whether the library still computes, in ms. */
const TICK = 250;

/**
 * A copy of the library in a thread of its own. The thread is what ends with it: its memory and open files go, whatever a damaged file did to
 * them, and where it computes without end it can be stopped.
 */
class Thread {
  readonly pulse = new Pulse();
  /** How many requests it has answered. */
  answered = 0;
  private readonly worker = new Worker(ENTRY, { env: { ...process.env }, workerData: this.pulse.memory, stderr: true });

  private ended = false;

  /** @param onEnd told if it ends by itself */
  constructor(onAnswer: (answer: Hdf5Answer) => void, onEnd: (cause: Error) => void) {
    const lost = (cause: Error) => {
      if (!this.ended) onEnd(cause);
    };
    this.worker.on('message', onAnswer);
    this.worker.on('error', lost);
    this.worker.on('exit', () => lost(new Error('the thread that reads HDF5 ended')));
    this.worker.stderr.resume(); // what the library says as it ends itself is told otherwise
    this.worker.unref();
  }

  ask(request: Hdf5Request): void {
    this.worker.postMessage(request);
  }

  /** Whether the process waits for it. */
  hold(isHeld: boolean): void {
    if (isHeld) this.worker.ref();
    else this.worker.unref();
  }

  async end(): Promise<void> {
    this.ended = true;
    await this.worker.terminate();
  }
}

/**
 * Reads HDF5 files. A file is damaged where a copy of the library fails that has seen no other file: one that fails later is asked for again.
 * What fails is followed by a fresh copy.
 */
export class Hdf5Files {
  private thread: Thread | undefined;
  /** In their order, which is that of the answers: the first is what the thread is about. */
  private readonly waiting = new Map<number, Waiting & { readonly question: Question }>();
  private requests = 0;
  private clock: NodeJS.Timeout | undefined;
  /** How long the library has computed for the first of those that wait, in ms. */
  private computed = 0;
  /** What the thread had computed in all when it was looked at last. */
  private seen: number | undefined;

  /** One row of a dataset, without the row axis, if the locator has a row; otherwise the whole dataset. */
  read(locator: Locator): Promise<NumberArray> {
    return this.ask({ what: 'read', of: locator });
  }

  shape(locator: Locator): Promise<readonly number[]> {
    return this.ask({ what: 'shape', of: locator });
  }

  async close(): Promise<void> {
    const { thread } = this;
    this.thread = undefined;
    for (const { reject } of this.waiting.values()) reject(new Error('it was closed'));
    this.waiting.clear();
    this.watch();
    await thread?.end();
  }

  private ask<T>(question: Question): Promise<T> {
    return new Promise((resolve, reject) => {
      const id = this.requests++;
      this.waiting.set(id, { question, resolve, reject });
      if (this.thread === undefined) this.begin();
      else this.thread.ask({ id, ...question });
      this.watch();
    });
  }

  /** Starts a thread, and asks it for all that is waited for. */
  private begin(): void {
    const thread = new Thread(
      (answer) => this.take(answer, thread),
      (cause) => this.lose(thread, cause),
    );
    this.thread = thread;
    for (const [id, { question }] of this.waiting) thread.ask({ id, ...question });
  }

  private take(answer: Hdf5Answer, thread: Thread): void {
    if (answer.broken) {
      this.replace(thread, (waiting) => settle(answer, waiting));
      return;
    }
    thread.answered++;
    this.forgetTime();
    const waiting = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if (waiting !== undefined) settle(answer, waiting);
    this.watch();
  }

  private lose(thread: Thread, cause: Error): void {
    this.replace(thread, ({ reject }) => reject(cause));
  }

  /** Ends a thread, and asks the next for the rest; also for what it failed at, unless it has seen nothing else. */
  private replace(thread: Thread, fail: (first: Waiting) => void): void {
    void thread.end();
    const [first] = this.waiting;
    if (first !== undefined && thread.answered === 0) {
      this.waiting.delete(first[0]);
      fail(first[1]);
    }
    this.thread = undefined;
    this.forgetTime();
    if (this.waiting.size > 0) this.begin();
    this.watch();
  }

  /** Looks at the thread while there is something to wait for. */
  private watch(): void {
    const waits = this.waiting.size > 0;
    this.thread?.hold(waits);
    if (!waits) clearInterval(this.clock);
    this.clock = waits ? (this.clock ?? setInterval(() => this.look(), TICK).unref()) : undefined;
  }

  private forgetTime(): void {
    this.computed = 0;
    this.seen = undefined;
  }

  private look(): void {
    const { thread } = this;
    const [first] = this.waiting.values();
    if (thread === undefined || first === undefined) return;
    const { allowed, computed, isComputing } = thread.pulse;
    if (isComputing) this.computed += computed - (this.seen ?? computed);
    this.seen = computed;
    if (!isComputing || this.computed < allowed) return;
    const where = locatorText(first.question.of);
    const what = `cannot be read as HDF5: it takes more than ${(allowed / 1000).toFixed(1)} s of computing, the most for a file of its size`;
    this.lose(
      thread,
      new CmgError(what, { where, hint: 'It is damaged, or made to take long. If it is yours, write it anew: h5repack FILE NEW' }),
    );
  }
}
