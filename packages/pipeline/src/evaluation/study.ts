import type { Components, Dataset, ObserverFactory, RunConfig, TrainingRecord } from '@cmg/core';
import type { TransferResult } from '@cmg/tasks';
import { RunFolder } from '@cmg/trainer';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type DataProgress, openDataset } from '../data/open-dataset.js';
import { interruptible } from '../interruptible.js';
import { pretrain } from '../pretrain.js';
import { openRun, type Run } from '../runs/open-run.js';
import { codeUse, type RunCodeUse } from './code-use.js';
import { evaluate } from './evaluate.js';

/** One row of the table that a study makes. */
export interface StudyRow {
  readonly label: string;
  readonly config: RunConfig;
}

export interface StudyOptions {
  readonly components: Components;
  /** Each row is trained once per seed. */
  readonly seeds: readonly number[];
  /** The study's folder; each run has one of its own in it. */
  readonly folder: string;
  /** Delete earlier runs of the same name instead of going on with them; default: false. */
  readonly fresh?: boolean;
  /** Aborted: what is trained is saved, and the study ends as `interrupted`; the same call goes on. */
  readonly signal?: AbortSignal;
  /** Of each run; see `pretrain`. */
  readonly standardObservers?: readonly ObserverFactory[];
  /** Told before each run is trained. */
  readonly onRun?: (row: StudyRow, seed: number) => void;
  readonly onDataProgress?: DataProgress;
}

/** One trained and evaluated run. */
export interface StudyRun extends RunCodeUse {
  readonly seed: number;
  readonly folder: string;
  readonly transfer: readonly TransferResult[];
  /** Of training, over all its sittings. */
  readonly seconds: number;
  readonly metrics: readonly TrainingRecord[];
}

export interface StudyResult {
  readonly outcome: 'finished' | 'interrupted';
  readonly rows: readonly (StudyRow & { readonly runs: readonly StudyRun[] })[];
}

/** Trains and evaluates every row with every seed. Finished runs of an earlier sitting are not trained again. */
export async function study(rows: readonly StudyRow[], options: StudyOptions): Promise<StudyResult> {
  const { components, seeds, folder, fresh = false, signal, standardObservers } = options;
  const datasets = new DatasetPool(options);
  const runs = new Map<StudyRow, StudyRun[]>(rows.map((row) => [row, []]));
  const result = (outcome: StudyResult['outcome']): StudyResult => ({
    outcome,
    rows: rows.map((row) => ({ ...row, runs: runs.get(row) ?? [] })),
  });
  try {
    for (const seed of seeds) {
      for (const row of rows) {
        const config = { ...row.config, seed };
        const runFolder = join(folder, `${config.name}-seed-${seed}`);
        if (fresh) await rm(runFolder, { recursive: true, force: true });
        options.onRun?.(row, seed);
        const dataset = await datasets.open(config);
        const watch = { ...(signal && { signal }), ...(standardObservers && { standardObservers }) };
        const { outcome } = await pretrain(config, { components, dataset, folder: runFolder, resume: true, ...watch });
        if (outcome === 'interrupted') return result('interrupted');
        const run = await openRun(runFolder, { components });
        try {
          runs.get(row)?.push(await evaluateRun(run, dataset, signal, config));
        } finally {
          run.dispose();
        }
      }
    }
    return result('finished');
  } catch (error) {
    if (signal?.aborted) return result('interrupted');
    throw error;
  } finally {
    await datasets.close();
  }
}

/** A finished run on the tasks of a config, its own by default. */
export async function evaluateRun(run: Run, dataset: Dataset, signal?: AbortSignal, config: RunConfig = run.config): Promise<StudyRun> {
  const { tasks, seed } = config;
  const transfer = await evaluate(run, { dataset, tasks, seeds: [seed], ...(signal && { signal }) });
  const codes = await codeUse(run, signal ? interruptible(dataset, signal) : dataset);
  const metrics = await readMetrics(run.folder);
  return { seed, folder: run.folder, transfer, ...codes, seconds: trainingSeconds(config, metrics), metrics };
}

/** The records of a run's `metrics.jsonl`; none if the run had no observer that writes it. */
async function readMetrics(folder: string): Promise<TrainingRecord[]> {
  const file = new RunFolder(folder).metrics;
  if (!existsSync(file)) return [];
  const text = await readFile(file, 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as TrainingRecord);
}

/** Seconds of training, from the speed of each stretch between two records, so that sittings add up. */
function trainingSeconds({ training }: RunConfig, metrics: readonly TrainingRecord[]): number {
  return metrics.reduce((sum, { step, clipsPerSecond }, i) => {
    const steps = step - (metrics[i - 1]?.step ?? 0);
    return sum + (steps * training.batchSize) / clipsPerSecond;
  }, 0);
}

/** Rows on the same data share one open data set. */
class DatasetPool {
  private readonly open_ = new Map<string, Dataset>();

  constructor(private readonly options: Pick<StudyOptions, 'components' | 'onDataProgress'>) {}

  async open({ data }: RunConfig): Promise<Dataset> {
    const key = JSON.stringify(data);
    const dataset = this.open_.get(key) ?? (await openDataset(data, this.options.components, this.options.onDataProgress));
    this.open_.set(key, dataset);
    return dataset;
  }

  async close(): Promise<void> {
    for (const dataset of this.open_.values()) await dataset.close();
  }
}
