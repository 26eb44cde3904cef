import type { ComponentConfig } from '@cmg/core';
import { type CodeCache, saveHead, type TrainedHead, type TransferResult } from '@cmg/tasks';
import { join, relative } from 'node:path';
import type { Run } from '../runs/open-run.js';

/** Where heads are kept, each in a folder of its own. */
export interface HeadStore {
  readonly directory: string;
  /** Told of each head that was saved. */
  readonly onSaved?: (folder: string) => void;
}

/** How a head came to be. */
export interface HeadOrigin {
  readonly run: Pick<Run, 'folder' | 'checkpoint' | 'step'>;
  readonly cache: CodeCache;
  readonly task: ComponentConfig;
  /** The task's, or of several of one task, each its own. */
  readonly name: string;
  /** The labelled modality. */
  readonly from: string;
  readonly seed: number;
}

/** Saves a head as `<name>-<labelled modality>-seed-<n>`. */
export function headSaver({ directory, onSaved }: HeadStore, { run, cache, task, name, from, seed }: HeadOrigin) {
  const { encoder, dataset } = cache;
  return async ({ parameters, targetShape, inputShape }: TrainedHead, results: readonly TransferResult[]): Promise<void> => {
    const folder = join(directory, `${name}-${from}-seed-${seed}`);
    const about = {
      task: task.use,
      options: task.options,
      ...(task.from && { taskFrom: task.from }),
      from,
      seed,
      classes: [...dataset.classes],
      segments: encoder.segments,
      codes: encoder.embedding.shape,
      ...(targetShape && { targetShape: [...targetShape] }),
      ...(inputShape && { inputShape: [...inputShape] }),
      run: {
        folder: relative(folder, run.folder),
        checkpoint: run.checkpoint,
        ...(run.step !== undefined && { step: run.step }),
      },
      results: results.map(({ to, split, measures }) => ({ to, split, scores: measures.scores, chance: measures.chance })),
    };
    await saveHead(folder, about, parameters);
    onSaved?.(folder);
  };
}
