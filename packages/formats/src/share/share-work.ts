import { setTimeout } from 'node:timers/promises';
import { refuseLocked } from '../write/lock-folder.js';
import { type Claim, Claims, removeRoom } from './claims.js';

/** How often it is looked whether others are done, in ms. */
const POLL = 300;
/** What is claimed by the process that brings the parts together. */
const MERGE = 'merge';

/** One of several equal shares of the parts. */
export interface Shard {
  /** From 1 to `of`. */
  readonly index: number;
  readonly of: number;
}

/** Which parts a process takes: those of a shard, or else all that nobody has. */
export interface Share {
  readonly shard?: Shard;
}

export interface SharedWork<Outcome> extends Share {
  /** A folder that all who take part see; it is made, and removed at the end. */
  readonly room: string;
  /** What the work is, as JSON: who takes part must do the same. */
  readonly job: unknown;
  /** What is written, where a process may also have that for itself: see `lockFolder`. Then none takes part. */
  readonly folder?: string;
  /** Names that files may have. */
  readonly parts: readonly string[];
  /** Parts that this process does at the same time; default: 1. */
  readonly jobs?: number;
  readonly signal?: AbortSignal | undefined;
  /**
   * Does a part. What it writes may be there already, whole or not, from a process that is gone.
   *
   * @returns what came of it, as JSON; undefined: it was interrupted
   */
  work(part: string, takenOver: boolean): Promise<Outcome | undefined>;
  /** Brings the parts together, once all are done; again where the process that did it is gone. The outcomes are in the order of the parts. */
  merge(outcomes: readonly Outcome[]): Promise<void>;
  /** Given a room of other work whose processes are all gone, before it is removed. */
  readonly salvage?: (room: string) => Promise<void>;
}

/** `waiting`: the shard is done, and other parts are not. */
export type SharedOutcome = 'finished' | 'interrupted' | 'waiting';

/**
 * Does work that may have other processes, here and on other machines, at it: each part is done by one. Those of a process that has ended
 * or been silent for a minute are taken over. Whoever finds all done merges them, and the room is removed.
 *
 * @throws CmgError of kind `usage` where processes do other work in the room, or one has the folder for itself; whatever `work` and `merge` throw, and others go on
 */
export async function shareWork<Outcome>(options: SharedWork<Outcome>): Promise<SharedOutcome> {
  const { room, job, parts, folder, shard, jobs = 1, signal, salvage } = options;
  const claims = await Claims.join(room, { job, parts }, salvage);
  try {
    if (folder !== undefined) await refuseLocked(folder);
    const own = shard ? parts.filter((_, i) => i % shard.of === shard.index - 1) : parts;
    const failure = new AbortController();
    const stop = AbortSignal.any([failure.signal, ...(signal ? [signal] : [])]);
    const take = async (): Promise<void> => {
      try {
        await takeParts(claims, own, stop, async (claim) => {
          const outcome = await options.work(claim.part, claim.turn > 1);
          if (outcome === undefined) return false;
          await claims.finish(claim, outcome);
          return true;
        });
      } catch (error) {
        failure.abort();
        throw error;
      }
    };
    // All have ended when it throws.
    const ended = await Promise.allSettled(Array.from({ length: jobs }, take));
    const failed = ended.find(({ status }) => status === 'rejected');
    if (failed) throw (failed as PromiseRejectedResult).reason;
    if (stop.aborted) return 'interrupted';
    const state = await claims.state();
    if (state && parts.some((part) => !state.done.has(part))) return 'waiting';
    await takeParts(claims, [MERGE], stop, async () => {
      const outcomes: Outcome[] = [];
      for (const part of parts) outcomes.push(await claims.outcome<Outcome>(part));
      await options.merge(outcomes);
      await removeRoom(room);
      return true;
    });
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- aborted in the meantime
    return stop.aborted ? 'interrupted' : 'finished';
  } finally {
    await claims.leave();
  }
}

/** Does those of these parts that nobody has, until all are done, or the room is gone. */
async function takeParts(
  claims: Claims,
  parts: readonly string[],
  stop: AbortSignal,
  work: (claim: Claim) => Promise<boolean>,
): Promise<void> {
  while (!stop.aborted) {
    const state = await claims.state();
    if (state === undefined) return;
    const claim = await claims.take(parts, state);
    if (claim === 'done') return;
    if (claim === 'taken') await setTimeout(POLL);
    else {
      let done = false;
      try {
        done = await work(claim);
      } finally {
        if (!done) await claims.release(claim);
      }
    }
  }
}
