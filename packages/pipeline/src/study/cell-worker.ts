import { CmgError, type TrainingOutcome } from '@cmg/core';
import type { StudyCell } from './study-cell.js';

/** Told of a cell under way: what is done, and the share of the cell that is done, in [0, 1]. */
export type CellProgress = (stage: string, done: number) => void;

/** Trains and evaluates cells, one after the other: here or in another process. */
export interface CellWorker {
  /**
   * Finishes a cell, from where it is.
   *
   * @param signal aborted: what is trained is saved, and the cell ends as `interrupted`
   * @throws whatever made it fail
   */
  run(cell: StudyCell, signal: AbortSignal, onProgress: CellProgress): Promise<TrainingOutcome>;
  close(): Promise<void>;
}

/** No cell can be run, as no TensorFlow opens: there is no use in trying the next. */
export class WorkerUnavailable extends CmgError {}
