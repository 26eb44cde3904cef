import type { ComponentConfig, Task } from '@cmg/core';
import { availableModalities, type CodeCache, saveHead, type TrainedHead, transfer, type TransferResult } from '@cmg/tasks';
import { join, relative } from 'node:path';
import { checkpointHash } from './checkpoint-hash.js';
import type { Workbench } from './workbench.js';

export interface TransferRunOptions {
  readonly cache: CodeCache;
  readonly tasks: readonly ComponentConfig[];
  /** Labelled modalities; default: each that the task's training split has. */
  readonly from?: readonly string[];
  /** Measured modalities; default: all that the measured split has. */
  readonly to?: readonly string[];
  /** One head each. */
  readonly seeds: readonly number[];
  /** Keeps the heads in folders of this one. */
  readonly save?: HeadStore;
  /** Told of training: what, and the share done in [0, 1]. */
  readonly onProgress?: (what: string, done: number) => void;
}

export interface HeadStore {
  readonly directory: string;
  /** The run's folder. */
  readonly run: string;
  /** Told of each head that was saved. */
  readonly onSaved: (folder: string) => void;
}

/** Tries a run's frozen codes on tasks: a head per task, labelled modality and seed, measured on the others. */
export async function transferRun(workbench: Workbench, options: TransferRunOptions): Promise<TransferResult[]> {
  const { cache, tasks, seeds, save, onProgress } = options;
  const results: TransferResult[] = [];
  for (const { use, options: chosen } of tasks) {
    const task = workbench.components.tasks.get(use);
    const available = availableModalities(cache, chosen);
    const to = options.to ?? available.to;
    for (const from of options.from ?? available.from) {
      for (const seed of seeds) {
        const keep = save && headSaver(save, cache, { task, options: chosen, from, seed });
        const request = { cache, task, options: chosen, from, to, seed, ...(keep && { onTrained: keep }), ...(onProgress && { onProgress }) };
        results.push(...(await transfer(request)));
      }
    }
  }
  return results;
}

interface HeadOrigin {
  readonly task: Task;
  readonly options: ComponentConfig['options'];
  readonly from: string;
  readonly seed: number;
}

/** Saves a head as `<task>-<labelled modality>-seed-<n>`. */
function headSaver({ directory, run, onSaved }: HeadStore, { encoder, dataset }: CodeCache, origin: HeadOrigin) {
  const { task, options, from, seed } = origin;
  return async ({ parameters, inputShape }: TrainedHead, results: readonly TransferResult[]): Promise<void> => {
    const folder = join(directory, `${task.name}-${from}-seed-${seed}`);
    const about = {
      task: task.name,
      options,
      from,
      seed,
      classes: [...dataset.classes],
      segments: encoder.segments,
      codes: encoder.embedding.shape,
      ...(inputShape && { inputShape: [...inputShape] }),
      run: { folder: relative(folder, run), checkpoint: await checkpointHash(run) },
      results: results.map(({ to, split, measures }) => ({ to, split, scores: measures.scores, chance: measures.chance })),
    };
    await saveHead(folder, about, parameters);
    onSaved(folder);
  };
}
