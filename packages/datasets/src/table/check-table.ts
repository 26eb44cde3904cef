import type { DataReport, DatasetContext } from '@cmg/core';
import type { ArraySource } from '../arrays/array-source.js';
import { ReadingThread } from '../arrays/reading-thread.js';
import { checkFeatures } from './check-features.js';
import { reportSpare } from './check-folders.js';
import { checkPictures } from './check-pictures.js';
import { reportPublished, reportShared, summarise } from './check-splits.js';
import { clipFiles, describeFiles } from './clip-files.js';
import type { ClipTable } from './clip-table.js';
import { lackingText, leftOutText, type Missing, presentClips, reportLacking } from './present-clips.js';
import { attempt, Findings, type FindingReporter } from './finding-reporter.js';

/** Loads a table, reads every file that it refers to, and collects the problems. */
export async function checkTable(
  { onProgress }: DatasetContext,
  load: (arrays: ArraySource, report: FindingReporter) => Promise<ClipTable>,
  missing: Missing,
): Promise<DataReport> {
  const findings = new Findings();
  const arrays = new ReadingThread();
  try {
    const whole = await attempt(findings, () => load(arrays, findings));
    if (whole === undefined) return { findings: findings.list, splits: {}, arrays: 0 };
    const present = await describeFiles(clipFiles(whole), missing === 'error' ? findings : new Findings(), (done) =>
      onProgress?.('looking for the files of all clips', done),
    );
    if (missing === 'error') reportLacking(whole, findings);
    const found = presentClips(whole, (file) => missing === 'error' || present.has(file), missing);
    const { table, kept } = found;
    if (missing !== 'error') {
      const where = `missing: ${missing}`;
      for (const text of leftOutText(whole, kept)) findings.warning(where, `${text} are left out, as a file of theirs is missing`);
      for (const text of lackingText(found)) findings.warning(where, `${text}, and take part in what they have`);
    }
    const files = clipFiles(table);
    const readable = (file: string) => present.has(file) || !files.has(file);
    const splits = await summarise(table, findings);
    reportPublished(table, findings);
    reportShared(table, findings);
    await reportSpare(whole, clipFiles(whole), findings);
    const read = await checkFeatures(table, arrays, readable, findings, (done) => onProgress?.('reading features', done));
    await checkPictures(table, readable, findings, (done) => onProgress?.('reading pictures', done));
    return { findings: findings.list, splits, arrays: read };
  } finally {
    await arrays.close();
  }
}
