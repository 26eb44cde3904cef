import type { DataReport, DatasetContext } from '@cmg/core';
import type { ArraySource } from '../arrays/array-source.js';
import { ReadingThread } from '../arrays/reading-thread.js';
import { checkFeatures } from './check-features.js';
import { reportSpare } from './check-folders.js';
import { checkPictures } from './check-pictures.js';
import { reportPublished, reportShared, summarise } from './check-splits.js';
import { clipFiles, describeFiles } from './clip-files.js';
import type { ClipTable } from './clip-table.js';
import { attempt, Findings, type FindingReporter } from './finding-reporter.js';

/** Loads a table, reads every file that it refers to, and collects the problems. */
export async function checkTable(
  { onProgress }: DatasetContext,
  load: (arrays: ArraySource, report: FindingReporter) => Promise<ClipTable>,
): Promise<DataReport> {
  const findings = new Findings();
  const arrays = new ReadingThread();
  try {
    const table = await attempt(findings, () => load(arrays, findings));
    if (table === undefined) return { findings: findings.list, splits: {}, arrays: 0 };
    const files = clipFiles(table);
    const present = await describeFiles(files, findings, (done) => onProgress?.('looking for the files of all clips', done));
    const readable = (file: string) => present.has(file) || !files.has(file);
    const splits = await summarise(table, findings);
    reportPublished(table, findings);
    reportShared(table, findings);
    await reportSpare(table, files, findings);
    const read = await checkFeatures(table, arrays, readable, findings, (done) => onProgress?.('reading features', done));
    await checkPictures(table, readable, findings, (done) => onProgress?.('reading pictures', done));
    return { findings: findings.list, splits, arrays: read };
  } finally {
    await arrays.close();
  }
}
