import type { Dataset, RunConfig, TrainingRecord } from '@cmg/core';
import { RunFolder } from '@cmg/trainer';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { evaluateRun, type Evaluation } from './evaluate-run.js';
import type { Terminal } from './terminal.js';
import { trainRun } from './train-run.js';
import type { Workbench } from './workbench.js';

/** One row of the table that a study makes. */
export interface StudyRow {
  readonly label: string;
  readonly config: RunConfig;
}

export interface StudyOptions {
  readonly rows: readonly StudyRow[];
  /** Each row is trained once per seed. */
  readonly seeds: readonly number[];
  /** The study's folder; each run has one of its own in it. */
  readonly folder: string;
  /** Delete earlier runs of the same name instead of going on with them. */
  readonly fresh: boolean;
}

/** One trained and evaluated run. */
export interface StudyRun extends Evaluation {
  readonly seed: number;
  readonly folder: string;
  /** Of training, over all its sittings. */
  readonly seconds: number;
  readonly metrics: readonly TrainingRecord[];
}

export interface StudyResult {
  readonly outcome: 'finished' | 'interrupted';
  readonly rows: readonly { readonly label: string; readonly config: RunConfig; readonly runs: readonly StudyRun[] }[];
}

/** Trains and evaluates every row with every seed. Finished runs of an earlier sitting are not trained again. */
export async function runStudy(workbench: Workbench, terminal: Terminal, options: StudyOptions): Promise<StudyResult> {
  const { rows, seeds, folder, fresh } = options;
  const datasets = new DatasetPool(workbench);
  const runs = new Map<StudyRow, StudyRun[]>(rows.map((row) => [row, []]));
  const result = (outcome: StudyResult['outcome']): StudyResult => ({
    outcome,
    rows: rows.map((row) => ({ label: row.label, config: row.config, runs: runs.get(row) ?? [] })),
  });
  try {
    for (const seed of seeds) {
      for (const row of rows) {
        const config = { ...row.config, seed };
        const runFolder = join(folder, `${config.name}-seed-${seed}`);
        if (fresh) await rm(runFolder, { recursive: true, force: true });
        terminal.note(`\n${row.label}, seed ${seed} (${config.modalities.map(({ use }) => use).join(', ')})`);
        const dataset = await datasets.open(config);
        const outcome = await trainRun(workbench, config, { dataset, folder: runFolder, resume: true });
        if (outcome === 'interrupted') return result('interrupted');
        const evaluation = await evaluateRun(workbench, { dataset, folder: runFolder, tasks: config.tasks, seed });
        const metrics = await readMetrics(runFolder);
        runs.get(row)?.push({ seed, folder: runFolder, seconds: trainingSeconds(config, metrics), metrics, ...evaluation });
      }
    }
    return result('finished');
  } finally {
    await datasets.close();
  }
}

async function readMetrics(folder: string): Promise<TrainingRecord[]> {
  const text = await readFile(new RunFolder(folder).metrics, 'utf8');
  return text.trim().split('\n').map((line) => JSON.parse(line) as TrainingRecord);
}

/** From the speed of each stretch between two records, so that sittings add up. */
function trainingSeconds({ training }: RunConfig, metrics: readonly TrainingRecord[]): number {
  return metrics.reduce((sum, { step, clipsPerSecond }, i) => {
    const steps = step - (metrics[i - 1]?.step ?? 0);
    return sum + (steps * training.batchSize) / clipsPerSecond;
  }, 0);
}

/** Rows on the same data share one open data set. */
class DatasetPool {
  private readonly open_ = new Map<string, Dataset>();

  constructor(private readonly workbench: Workbench) {}

  async open({ data }: RunConfig): Promise<Dataset> {
    const key = JSON.stringify(data);
    const dataset = this.open_.get(key) ?? (await this.workbench.openDataset(data));
    this.open_.set(key, dataset);
    return dataset;
  }

  async close(): Promise<void> {
    for (const dataset of this.open_.values()) await dataset.close();
  }
}
