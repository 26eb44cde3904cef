import { type HeadDescription, readHead, type RestoredHead, restoreHead } from '@cmg/tasks';
import { join } from 'node:path';
import { expectCheckpoint } from '../runs/expect-checkpoint.js';
import { openRun, type OpenRunOptions, type Run } from '../runs/open-run.js';

export interface OpenHeadOptions extends OpenRunOptions {
  /** The folder of the head's run, where it is no longer where it was. */
  readonly run?: string;
}

/** A saved head with the run whose codes it reads. Has to be disposed of. */
export interface OpenHead {
  readonly description: HeadDescription;
  readonly run: Run;
  readonly head: RestoredHead['head'];
  /** What it reads of each segment. */
  readonly reads: RestoredHead['reads'];
  /** Frees the head and its run's model. */
  dispose(): void;
}

/**
 * Opens a head that `evaluate` saved.
 *
 * @throws CmgError where there is none, or its run is missing or was trained further since
 */
export async function openHead(folder: string, options: OpenHeadOptions = {}): Promise<OpenHead> {
  const saved = await readHead(folder);
  const { description } = saved;
  const { task: use, options: chosen, taskFrom, run: origin } = description;
  const tasks = taskFrom === undefined ? [] : [{ use, options: chosen, from: taskFrom }];
  const run = await openRun(options.run ?? join(folder, origin.folder), { ...options, step: options.step ?? origin.step, tasks });
  try {
    expectCheckpoint(run, origin.checkpoint, {
      made: 'that the head was trained on',
      hint: 'Train the head again with `cmg transfer --save`, or name its run with --run.',
    });
    const restored = await restoreHead(saved, run.components.tasks, run.model.vocabulary);
    const dispose = () => {
      restored.dispose();
      run.dispose();
    };
    return { description, run, head: restored.head, reads: restored.reads, dispose };
  } catch (error) {
    run.dispose();
    throw error;
  }
}
