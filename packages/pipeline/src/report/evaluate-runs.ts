import { type Dataset } from '@cmg/core';
import { type EvaluatedRow, evaluateRun, type StudyRun } from '../evaluation/evaluate-run.js';
import { openRun, type OpenRunOptions } from '../runs/open-run.js';

export interface EvaluateRunsOptions extends OpenRunOptions {
  /** Aborted: it throws the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Tries finished runs on the tasks of their configs, on their own data. Runs of one name become one row, a seed each.
 *
 * @param folders of the runs
 * @throws CmgError where there is no run, or its data cannot be opened
 */
export async function evaluateRuns(folders: readonly string[], options: EvaluateRunsOptions = {}): Promise<EvaluatedRow[]> {
  const rows = new Map<string, EvaluatedRow & { readonly runs: StudyRun[] }>();
  for (const folder of folders) {
    const run = await openRun(folder, options);
    let dataset: Dataset | undefined;
    try {
      dataset = await run.openDataset();
      const { config } = run;
      const row = rows.get(config.name) ?? { label: config.name, config, runs: [] };
      rows.set(config.name, row);
      row.runs.push(await evaluateRun(run, dataset, options.signal && { signal: options.signal }));
    } finally {
      await dataset?.close();
      run.dispose();
    }
  }
  return [...rows.values()];
}
