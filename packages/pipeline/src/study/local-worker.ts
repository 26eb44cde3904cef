import { loadComponents } from '@cmg/config';
import type { Components, ObserverFactory, TrainingObserver, TrainingOutcome } from '@cmg/core';
import { createComponents } from '../create-components.js';
import type { DataProgress } from '../data/open-dataset.js';
import { evaluateRun } from '../evaluation/evaluate-run.js';
import { pretrain } from '../pretrain.js';
import { openRun } from '../runs/open-run.js';
import type { CellProgress, CellWorker } from './cell-worker.js';
import { DatasetPool } from './dataset-pool.js';
import { beginCell, finishCell, type StudyCell } from './study-cell.js';

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
    await beginCell(cell);
    const observers = [trainingProgress(onProgress)];
    const watch = { signal, observers, ...(standardObservers && { standardObservers }) };
    const { outcome } = await pretrain(config, { components, dataset, folder, resume: true, ...watch });
    if (outcome === 'interrupted') return outcome;
    const run = await openRun(folder, { components, tasks: config.tasks });
    try {
      const begun = performance.now();
      const heads = config.tasks.length * config.modalities.length;
      let done = 0;
      const result = await evaluateRun(run, dataset, {
        config,
        signal,
        onProgress(what, share) {
          onProgress(what, TRAINING + (1 - TRAINING) * Math.min((done + share) / heads, 1));
          if (share === 1) done++;
        },
      });
      const { folder: _folder, metrics: _metrics, segments, ...kept } = result;
      const evaluationSeconds = (performance.now() - begun) / 1000;
      await finishCell(cell, { ...kept, tasks: config.tasks, evaluationSeconds, environment }, segments);
      return 'finished';
    } finally {
      run.dispose();
    }
  }
}

function trainingProgress(onProgress: CellProgress): TrainingObserver {
  let total = 1;
  return {
    onStart: ({ totalSteps }) => void (total = totalSteps),
    onStep: ({ step }) => onProgress(`step ${step}/${total}`, (TRAINING * step) / total),
  };
}
