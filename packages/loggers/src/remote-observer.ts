import { recordScalars, type TrainingObserver, type TrainingOutcome, type TrainingStart } from '@cmg/core';
import { type KeptRun, RunMemory } from './kept-run.js';
import { Outbox, type OutboxOptions } from './outbox.js';

/** The numbers of a step, as a server takes them. */
export interface Point {
  readonly step: number;
  readonly epoch: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly scalars: Readonly<Record<string, number>>;
}

/** A server that runs are sent to. */
export interface Remote {
  /** Begins a run, or goes on with one. @returns its name on the server. @throws CmgError where the server refuses or is not there */
  begin(start: TrainingStart, kept: KeptRun | undefined): Promise<string>;
  send(points: readonly Point[], run: KeptRun): Promise<void>;
  end(outcome: TrainingOutcome | 'failed', run: KeptRun): Promise<void>;
}

/**
 * Sends a run's records to a server. Training begins only once the server has taken the run; after that it waits for nothing: what cannot be
 * sent is tried again, and what could not be sent by the end is warned of. `metrics.jsonl` has it all.
 *
 * @param logger its name, also of the file in the run's folder that remembers the run
 */
export function remoteObserver(logger: string, folder: string, remote: Remote, options?: OutboxOptions): TrainingObserver {
  const memory = new RunMemory(folder, logger);
  let run: KeptRun | undefined;
  const outbox = new Outbox<Point>(async (points) => {
    const before = run as KeptRun;
    await remote.send(points, before);
    run = { ...before, step: (points.at(-1) as Point).step, lines: before.lines + points.length };
    await memory.write(run);
  }, options);
  return {
    async onStart(start) {
      const kept = await memory.read();
      run = { step: 0, lines: 0, ...kept, id: await remote.begin(start, kept) };
      await memory.write(run);
    },
    onRecord(record) {
      const { step, epoch } = record;
      if (run !== undefined && step > run.step) outbox.add({ step, epoch, time: Date.now(), scalars: recordScalars(record) });
    },
    async onEnd(outcome) {
      if (run === undefined) return;
      try {
        const unsent = await outbox.close();
        if (unsent !== undefined) throw unsent;
        await remote.end(outcome, run);
      } catch (error) {
        process.emitWarning(`some of the run was not sent to ${logger}, metrics.jsonl has it all: ${(error as Error).message}`);
      }
    },
  };
}
