import { stat } from 'node:fs/promises';
import type { ClipTable } from './clip-table.js';
import { sizeAndTime } from './fingerprint.js';
import { inParallel } from '../arrays/in-parallel.js';
import type { FindingReporter } from './finding-reporter.js';
import { filesOf } from './present-clips.js';

/** Files whose existence is checked concurrently. */
const AT_ONCE = 32;

/** The files of single clips, each with the first row that refers to it; without tables and files shared by all clips. */
export function clipFiles({ splits, files }: ClipTable): Map<string, string> {
  const tables = new Set(files);
  const found = new Map<string, string>();
  for (const split of Object.values(splits)) {
    for (let clip = 0; clip < split.clips; clip++) {
      for (const file of filesOf(split, clip)) if (!tables.has(file) && !found.has(file)) found.set(file, split.origin(clip));
    }
  }
  return found;
}

/**
 * Size and modification time of each file, as a line for the fingerprint; missing files are reported.
 *
 * @param onProgress called with the progress in [0, 1]
 */
export async function describeFiles(
  files: ReadonlyMap<string, string>,
  report: FindingReporter,
  onProgress: (done: number) => void,
): Promise<Map<string, string>> {
  const lines = new Map<string, string>();
  let done = 0;
  await inParallel(files.keys(), AT_ONCE, async (file) => {
    const status = await stat(file).catch(() => undefined);
    if (status?.isFile()) lines.set(file, sizeAndTime(status));
    onProgress(++done / files.size);
  });
  // In the order of the tables, not of completion.
  const present = new Map<string, string>();
  for (const [file, origin] of files) {
    const line = lines.get(file);
    if (line === undefined) report.missing(file, `${origin} refers to it.`);
    else present.set(file, line);
  }
  return present;
}
