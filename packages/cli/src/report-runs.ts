import { evaluateRuns, type EvaluateRunsOptions, reportData, runtimeEnvironment } from '@cmg/pipeline';
import { type ReportData, writeReport } from '@cmg/report';
import type { RuntimeReport } from '@cmg/runtime';

export interface ReportRunsOptions extends EvaluateRunsOptions {
  /** Where `report.html` goes. */
  readonly folder: string;
  /** The command that it is the report of. */
  readonly command: string;
  readonly runtime: RuntimeReport;
}

/** Tries finished runs on the tasks of their configs and writes the report. @throws whatever `evaluateRuns` throws */
export async function reportRuns(
  runs: readonly string[],
  { folder, command, runtime, ...options }: ReportRunsOptions,
): Promise<{ readonly data: ReportData; readonly file: string }> {
  const rows = await evaluateRuns(runs, options);
  const data = reportData(rows, {
    title: `Cross-modal generalisation: ${rows.map(({ label }) => label).join(', ')}`,
    summary:
      'Codes were learned from paired clips without any label; then a small head was trained on the codes of one modality and used, unchanged, on the others.',
    environment: runtimeEnvironment(runtime),
    command,
  });
  return { data, file: await writeReport(folder, data) };
}
