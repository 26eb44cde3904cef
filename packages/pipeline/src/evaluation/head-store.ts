import type { ComponentConfig } from '@cmg/core';
import { type CodeCache, readsOf, readsSuffix, saveHead, type TrainedHead, type TransferResult } from '@cmg/tasks';
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
  /** The labelled modality. */
  readonly from: string;
  readonly seed: number;
}

/** Saves a head as `<task>-<labelled modality>-seed-<n>`, one that reads more than codes as `<task>-on-z-...`. */
export function headSaver({ directory, onSaved }: HeadStore, { run, cache, task, from, seed }: HeadOrigin) {
  const { encoder, dataset } = cache;
  return async ({ parameters, targetShape, inputShape }: TrainedHead, results: readonly TransferResult[]): Promise<void> => {
    const name = `${task.use}${readsSuffix(readsOf(task.options))}`.replaceAll(' ', '-');
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
