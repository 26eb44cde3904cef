import type { Dataset, RunConfig, TrainingRecord } from '@cmg/core';
import type { ReportProbe, ReportSeed } from '@cmg/report';
import { ifThere, parseJson, readText } from '@cmg/formats';
import { RunFolder } from '@cmg/trainer';
import { z } from 'zod';
import { interruptible } from '../interruptible.js';
import type { Run } from '../runs/open-run.js';
import { runSegments } from '../segments/run-segments.js';
import { codeUse } from './code-use.js';
import { evaluate, type EvaluateOptions } from './evaluate.js';
import { probeTasks } from './probe-tasks.js';

/** One trained and evaluated run. */
export interface StudyRun extends ReportSeed {
  readonly folder: string;
  /** What a linear map of raw features scores, with labels of the measured modality. */
  readonly probes: readonly ReportProbe[];
  /** Of training, over all its sittings. */
  readonly metrics: readonly TrainingRecord[];
}

/** Runs of one config, which differ in their seeds: a row of a table. */
export interface EvaluatedRow {
  readonly label: string;
  readonly config: RunConfig;
  readonly runs: readonly StudyRun[];
}

/** What {@link evaluateRun} need not be told. */
export interface EvaluateRunOptions extends Pick<EvaluateOptions, 'signal' | 'onProgress' | 'save'> {
  /** The tasks and the seed of their heads; default: those of the run's config. */
  readonly config?: RunConfig;
}

/** A finished run on the tasks of a config, its own by default. */
export async function evaluateRun(
  run: Run,
  dataset: Dataset,
  { config = run.config, ...options }: EvaluateRunOptions = {},
): Promise<StudyRun> {
  const { tasks, seed } = config;
  const transfer = await evaluate(run, { dataset, tasks, seeds: [seed], ...options });
  const watched = options.signal ? interruptible(dataset, options.signal) : dataset;
  const codes = await codeUse(run, watched, tasks[0]?.options);
  const segments = await runSegments(run, watched, tasks[0]?.options);
  const probes = await probeTasks(watched, run.components, tasks, transfer);
  const metrics = await readMetrics(run.folder);
  return { seed, folder: run.folder, transfer, probes, ...codes, segments, seconds: trainingSeconds(config, metrics), metrics };
}

const record = z.looseObject({
  step: z.int(),
  // A number that is not finite is written as null.
  total: z.number().nullable(),
  losses: z.record(z.string(), z.number().nullable()),
  clipsPerSecond: z.number(),
});

/**
 * The records of a run's `metrics.jsonl`; none if the run had no observer that writes it. A last line that a crash cut short is left out.
 *
 * @throws CmgError that names a line which is no record
 */
export async function readMetrics(folder: string): Promise<TrainingRecord[]> {
  const file = new RunFolder(folder).metrics;
  const lines = ((await ifThere(readText(file))) ?? '').split('\n').slice(0, -1);
  const about = { what: 'a record of training', hint: 'Take the line out, or train the run anew.' };
  return lines.map((line, i) => parseJson(line, record, `${file}:${i + 1}`, about) as unknown as TrainingRecord);
}

/** Seconds of training, from the speed of each stretch between two records, so that sittings add up. */
function trainingSeconds({ training }: RunConfig, metrics: readonly TrainingRecord[]): number {
  return metrics.reduce((sum, { step, clipsPerSecond }, i) => {
    const steps = step - (metrics[i - 1]?.step ?? 0);
    return sum + (steps * training.batchSize * (training.accumulate ?? 1)) / clipsPerSecond;
  }, 0);
}
