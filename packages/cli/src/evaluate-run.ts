import type { ComponentConfig, Dataset } from '@cmg/core';
import { splitCodeUse, type SplitCodeUse, type TransferResult } from '@cmg/tasks';
import { loadModel } from '@cmg/trainer';
import { codeCacheOf } from './code-cache-of.js';
import { transferRun } from './transfer-run.js';
import type { Workbench } from './workbench.js';

export interface EvaluateOptions {
  readonly dataset: Dataset;
  /** The run's folder. */
  readonly folder: string;
  readonly tasks: readonly ComponentConfig[];
  /** Of the heads. */
  readonly seed: number;
  /** The split whose codes are counted. */
  readonly split?: string;
}

export interface Evaluation {
  readonly transfer: TransferResult[];
  readonly codes: SplitCodeUse;
  /** E, [K][D]. */
  readonly embedding: number[][];
}

/** Tries a run's frozen codes on tasks, in every direction, and counts who uses which code. */
export async function evaluateRun(workbench: Workbench, options: EvaluateOptions): Promise<Evaluation> {
  const { dataset, folder, tasks, seed, split = 'test' } = options;
  const { model } = await loadModel(folder, workbench.components);
  try {
    const cache = await codeCacheOf(model, dataset, folder);
    const transfer = await transferRun(workbench, { cache, tasks, seeds: [seed] });
    const sets = await Promise.all(model.modalities.map((modality) => cache.codes(split, modality)));
    return { transfer, codes: splitCodeUse(sets), embedding: (await model.vocabulary.array()) as number[][] };
  } finally {
    model.dispose();
  }
}
