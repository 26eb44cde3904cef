import { loadComponents } from '@cmg/config';
import type { Components, ObserverFactory, TrainingObserver, TrainingOutcome } from '@cmg/core';
import { createComponents } from '../create-components.js';
import type { DataProgress } from '../data/open-dataset.js';
import { evaluateRun, type StudyRun } from '../evaluation/evaluate-run.js';
import { pretrain } from '../pretrain.js';
import { openRun } from '../runs/open-run.js';
import type { CellProgress, CellWorker } from './cell-worker.js';
import { DatasetPool } from './dataset-pool.js';
import { beginCell, finishCell, type StudyCell, triedOn } from './study-cell.js';

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
    const begun = performance.now();
    const { folder: _folder, metrics: _metrics, segments, ...kept } = await this.tryOn(cell, components, signal, onProgress);
    const evaluationSeconds = (performance.now() - begun) / 1000;
    await finishCell(cell, { ...kept, tasks: config.tasks, ...triedOn(cell), evaluationSeconds, environment }, segments);
    return 'finished';
  }

  /** On the tasks of its own config, or on the data and tasks of others; codes are then counted on the first of those. */
  private async tryOn({ row, config, folder }: StudyCell, components: Components, signal: AbortSignal, onProgress: CellProgress) {
    const on = row.evaluations ?? [config];
    const heads = on.reduce((sum, { tasks }) => sum + tasks.length * config.modalities.length, 0);
    let done = 0;
    const options = {
      signal,
      onProgress(what: string, share: number) {
        onProgress(what, TRAINING + (1 - TRAINING) * Math.min((done + share) / heads, 1));
        if (share === 1) done++;
      },
    };
    const results: StudyRun[] = [];
    for (const tried of on) {
      const { name, tasks } = tried;
      const known = tried === config ? components : await loadComponents(tried, components, { base: folder });
      const dataset = await this.datasets.open(tried, known);
      const run = await openRun(folder, { components: known, tasks });
      try {
        const result = await evaluateRun(run, dataset, { ...options, config: { ...config, tasks } });
        results.push(row.evaluations === undefined ? result : called(name, result));
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
