import { writeFileAtomic } from '@cmg/formats';
import { join } from 'node:path';
import { renderReport } from './page/render-report.js';
import type { ReportData } from './report-data.js';

/**
 * Writes `report.html` into a folder: one file that opens offline.
 *
 * @returns the file's path
 * @throws CmgError if it cannot be written; an earlier report is then left unchanged.
 */
export async function writeReport(directory: string, data: ReportData): Promise<string> {
  const file = join(directory, 'report.html');
  await writeFileAtomic(file, renderReport(data));
  return file;
}
