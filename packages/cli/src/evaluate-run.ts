import type { Dataset, Use } from '@cmg/core';
import { cacheCodes, codeUse, transfer, type CodeUse, type TransferResult } from '@cmg/tasks';
import { loadModel } from '@cmg/trainer';
import { frozenEncoder } from './frozen-encoder.js';
import type { Workbench } from './workbench.js';

export interface EvaluateOptions {
  readonly dataset: Dataset;
  /** The run's folder. */
  readonly folder: string;
  readonly tasks: readonly Use[];
  /** Labelled modalities; default: each of the run's. */
  readonly from?: readonly string[];
  /** Measured modalities; default: all of the run's. */
  readonly to?: readonly string[];
  readonly seed: number;
  /** The split whose codes are counted. */
  readonly split?: string;
}

export interface Evaluation {
  readonly transfer: TransferResult[];
  readonly codes: CodeUse;
  /** E, [K][D]. */
  readonly embedding: number[][];
}

/** Tries a run's frozen codes on tasks: a head per labelled modality, measured on the others. */
export async function evaluateRun(workbench: Workbench, options: EvaluateOptions): Promise<Evaluation> {
  const { dataset, folder, tasks, seed, split = 'test' } = options;
  const { model } = await loadModel(folder, workbench.components);
  try {
    const { modalities } = model;
    const cache = cacheCodes({ encoder: frozenEncoder(model), dataset });
    const results: TransferResult[] = [];
    for (const { use, options: taskOptions } of tasks) {
      const task = workbench.components.tasks.get(use);
      for (const from of options.from ?? modalities) {
        results.push(...(await transfer({ cache, task, options: taskOptions, from, to: options.to ?? modalities, seed })));
      }
    }
    const sets = await Promise.all(modalities.map((modality) => cache.codes(split, modality)));
    return { transfer: results, codes: codeUse(sets), embedding: (await model.vocabulary.array()) as number[][] };
  } finally {
    model.dispose();
  }
}
