import { loadComponents } from '@cmg/config';
import {
  CmgError,
  type Components,
  type Dataset,
  type ObserverFactory,
  type RunConfig,
  type TrainingObserver,
  type TrainingOutcome,
} from '@cmg/core';
import { createComponents } from '../create-components.js';
import type { DataProgress } from '../data/open-dataset.js';
import { evaluateRun, type StudyRun } from '../evaluation/evaluate-run.js';
import { pretrain } from '../pretrain.js';
import { openRun } from '../runs/open-run.js';
import type { CellProgress, CellWorker } from './cell-worker.js';
import { DatasetPool } from './dataset-pool.js';
import { beginCell, finishCell, type StudyCell, triedOn } from './study-cell.js';
import { join } from 'node:path';

export interface LocalWorkerOptions {
  /** Default: the built-in ones. Those that a cell's config names by package or path are loaded besides, **which executes them**. */
  readonly components?: Components;
  /** Of each run; see `pretrain`. */
  readonly standardObservers?: readonly ObserverFactory[];
  readonly onDataProgress?: DataProgress;
  /** Backend, versions and machine, which results record. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The share of a cell's time that training takes, for its progress; trying it on tasks takes the rest. */
const TRAINING = 0.6;

/** Trains and evaluates cells in this process, on the TensorFlow backend that is open. */
export class LocalWorker implements CellWorker {
  private readonly datasets: DatasetPool;

  constructor(private readonly options: LocalWorkerOptions = {}) {
    this.datasets = new DatasetPool(options.onDataProgress);
  }

  async run(cell: StudyCell, signal: AbortSignal, onProgress: CellProgress): Promise<TrainingOutcome> {
    try {
      return await this.finish(cell, signal, onProgress);
    } catch (error) {
      if (signal.aborted) return 'interrupted';
      throw error;
    }
  }

  close(): Promise<void> {
    return this.datasets.close();
  }

  private async finish(cell: StudyCell, signal: AbortSignal, onProgress: CellProgress): Promise<TrainingOutcome> {
    const { config, folder } = cell;
    const { standardObservers, environment = {} } = this.options;
    const components = await loadComponents(config, this.options.components ?? createComponents(), { base: folder });
    const dataset = await this.datasets.open(config, components);
    const trials = await this.openTrials(cell, { config, components, dataset });
    await beginCell(cell);
    const observers = [trainingProgress(onProgress)];
    const watch = { signal, observers, ...(standardObservers && { standardObservers }) };
    const { outcome } = await pretrain(config, { components, dataset, folder, resume: true, ...watch });
    if (outcome === 'interrupted') return outcome;
    const begun = performance.now();
    const { folder: _folder, metrics: _metrics, segments, ...kept } = await this.tryOn(cell, trials, signal, onProgress);
    const evaluationSeconds = (performance.now() - begun) / 1000;
    await finishCell(cell, { ...kept, tasks: config.tasks, ...triedOn(cell), evaluationSeconds, environment }, segments);
    return 'finished';
  }

  /** Its own data and tasks, or those of other configs: opened before it is trained, so that what is missing is told at once. */
  private async openTrials({ row: { evaluations }, folder }: StudyCell, own: Trial): Promise<Trial[]> {
    const trials: Trial[] = [];
    for (const config of evaluations ?? []) {
      const components = await loadComponents(config, own.components, { base: folder });
      trials.push({ config, components, dataset: await within(config, this.datasets.open(config, components)) });
    }
    return evaluations === undefined ? [own] : trials;
  }

  /** Codes are counted on the first. Heads of the run's own data are kept in its folder, for `cmg explore` and `cmg predict`. */
  private async tryOn({ row, config, folder }: StudyCell, trials: readonly Trial[], signal: AbortSignal, onProgress: CellProgress) {
    const heads = trials.reduce((sum, { config: { tasks } }) => sum + tasks.length * config.modalities.length, 0);
    let done = 0;
    const options = {
      signal,
      onProgress(what: string, share: number) {
        onProgress(what, TRAINING + (1 - TRAINING) * Math.min((done + share) / heads, 1));
        if (share === 1) done++;
      },
    };
    const results: StudyRun[] = [];
    for (const { config: tried, components, dataset } of trials) {
      const { tasks } = tried;
      const run = await openRun(folder, { components, tasks });
      try {
        const trial = { ...options, config: { ...config, tasks } };
        results.push(
          row.evaluations === undefined
            ? await evaluateRun(run, dataset, { ...trial, save: { directory: join(folder, 'heads') } })
            : called(tried.name, await within(tried, evaluateRun(run, dataset, trial))),
        );
      } finally {
        run.dispose();
      }
    }
    return {
      ...(results[0] as StudyRun),
      transfer: results.flatMap(({ transfer }) => transfer),
      probes: results.flatMap(({ probes }) => probes),
    };
  }
}

/** What codes are tried on. */
interface Trial {
  readonly config: RunConfig;
  readonly components: Components;
  readonly dataset: Dataset;
}

/** Errors tell the config that they are about. */
async function within<Value>({ name }: RunConfig, work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof CmgError)) throw error;
    const { what, kind, where, hint } = error;
    const place = where === undefined ? `evaluate ${name}` : `evaluate ${name}: ${where}`;
    throw new CmgError(what, { kind, where: place, ...(hint !== undefined && { hint }), cause: error });
  }
}

/** With tasks named after the config whose they are. */
function called(name: string, { transfer, probes, ...rest }: StudyRun): StudyRun {
  const named = <Of extends { readonly task: string }>(of: Of): Of => ({ ...of, task: `${name}: ${of.task}` });
  return { ...rest, transfer: transfer.map(named), probes: probes.map(named) };
}

function trainingProgress(onProgress: CellProgress): TrainingObserver {
  let total = 1;
  return {
    onStart: ({ totalSteps }) => void (total = totalSteps),
    onStep: ({ step }) => onProgress(`step ${step}/${total}`, (TRAINING * step) / total),
  };
}
