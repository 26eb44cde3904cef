import { configText } from '@cmg/config';
import { CmgError } from '@cmg/core';
import type { ReportData } from '@cmg/report';
import type { RuntimeReport } from '@cmg/runtime';
import { cpus } from 'node:os';
import type { EvaluatedRow } from '../evaluation/evaluate-run.js';

/** What a report tells of studied rows; the last is the one that it is about. */
export function reportData(
  rows: readonly EvaluatedRow[],
  about: Pick<ReportData, 'title' | 'summary' | 'environment' | 'command' | 'reference' | 'published' | 'findings'>,
): ReportData {
  const last = rows.at(-1);
  if (last === undefined) throw new CmgError('there are no results to report');
  return {
    ...about,
    modalities: last.config.modalities.map(({ use }) => use),
    runs: rows.map(({ label, config, runs }) => ({ name: config.name, label, seeds: runs, config })),
    config: configText(last.config),
  };
}

/** Backend, versions and machine, for a report. */
export function runtimeEnvironment({ backend, threads, versions }: RuntimeReport): ReportData['environment'] {
  return {
    backend: `${backend}, ${threads} threads`,
    ...versions,
    machine: `${process.platform} ${process.arch}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}`,
  };
}
