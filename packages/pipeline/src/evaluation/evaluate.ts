import type { ComponentConfig, Dataset } from '@cmg/core';
import { withLockedFolder } from '@cmg/formats';
import { availableModalities, readsOf, readsSuffix, transfer, type TransferResult } from '@cmg/tasks';
import { checkInterrupt, interruptible } from '../interruptible.js';
import { checkModality, type Run } from '../runs/open-run.js';
import { headSaver, type HeadStore } from './head-store.js';
import { runCodes } from './run-codes.js';

export interface EvaluateOptions {
  /** Default: those of the run's config. `configuredTask` makes one from its name. */
  readonly tasks?: readonly ComponentConfig[];
  /** Labelled modalities; default: each that the task's training split has. */
  readonly from?: readonly string[];
  /** Measured modalities; default: all that the measured split has. */
  readonly to?: readonly string[];
  /** One head each; default: seed 0. */
  readonly seeds?: readonly number[];
  /** Keeps the heads. */
  readonly save?: HeadStore;
  /** Labelled clips, open; the caller closes them. Default: the run's own data. */
  readonly dataset?: Dataset;
  /** Aborted: it throws the signal's reason; heads that were saved stay. */
  readonly signal?: AbortSignal;
  /** Told of training: what, and the share done in [0, 1]. */
  readonly onProgress?: (what: string, done: number) => void;
}

/**
 * Tries a run's frozen codes on tasks: a head per task, labelled modality and seed, measured unchanged on the others.
 *
 * @throws CmgError where the run lacks a modality, or the data a split or labels, or another process saves heads in the same folder
 *
 * @example
 * const run = await openRun('runs/mine');
 * const results = await evaluate(run, { from: ['audio'], to: ['video', 'text'] });
 * run.dispose();
 */
export async function evaluate(run: Run, options: EvaluateOptions = {}): Promise<TransferResult[]> {
  for (const modality of [...(options.from ?? []), ...(options.to ?? [])]) checkModality(run, modality);
  return options.save === undefined
    ? evaluateHeads(run, options)
    : withLockedFolder(options.save.directory, () => evaluateHeads(run, options));
}

async function evaluateHeads(run: Run, options: EvaluateOptions): Promise<TransferResult[]> {
  if (options.dataset !== undefined) return evaluateOn(run, options.dataset, options);
  const dataset = await run.openDataset();
  try {
    return await evaluateOn(run, dataset, options);
  } finally {
    await dataset.close();
  }
}

async function evaluateOn(run: Run, dataset: Dataset, options: EvaluateOptions): Promise<TransferResult[]> {
  const { tasks = run.config.tasks, seeds = [0], save, signal, onProgress } = options;
  const cache = await runCodes(run, signal ? interruptible(dataset, signal) : dataset);
  const results: TransferResult[] = [];
  for (const [i, configured] of tasks.entries()) {
    const { use, options: chosen } = configured;
    const again = tasks.findIndex((other) => other.use === use) < i;
    const name = again ? `${use}${readsSuffix(readsOf(chosen))}`.replaceAll(' ', '-') : use;
    const task = run.components.tasks.get(use);
    const available = availableModalities(cache, chosen);
    const to = options.to ?? available.to;
    for (const from of options.from ?? available.from) {
      for (const seed of seeds) {
        if (signal) await checkInterrupt(signal);
        const keep = save && headSaver(save, { run, cache, task: configured, name, from, seed });
        const request = {
          cache,
          task,
          options: chosen,
          from,
          to,
          seed,
          ...(keep && { onTrained: keep }),
          ...(onProgress && { onProgress }),
        };
        results.push(...(await transfer(request)));
      }
    }
  }
  return results;
}
