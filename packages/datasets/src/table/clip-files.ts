import { stat } from 'node:fs/promises';
import type { ClipTable } from './clip-table.js';
import { sizeAndTime } from './fingerprint.js';
import { inParallel } from './in-parallel.js';
import type { Report } from './report.js';

/** Files whose presence is asked for at a time. */
const AT_ONCE = 32;

/** The files of single clips, each with the row that names it first; tables and files of all clips are not among them. */
export function clipFiles({ splits, files }: ClipTable): Map<string, string> {
  const tables = new Set(files);
  const found = new Map<string, string>();
  for (const { clips, locate, origin, companions } of Object.values(splits)) {
    for (let clip = 0; clip < clips; clip++) {
      const own = [...Object.values(locate).map((of) => of(clip).file), ...(companions?.(clip) ?? [])];
      for (const file of own) if (!tables.has(file) && !found.has(file)) found.set(file, origin(clip));
    }
  }
  return found;
}

/**
 * Size and time of the last change of each file, as a line for the fingerprint; missing ones are reported.
 *
 * @param onProgress told of the share done
 */
export async function describeFiles(files: ReadonlyMap<string, string>, report: Report, onProgress: (done: number) => void): Promise<Map<string, string>> {
  const lines = new Map<string, string>([...files.keys()].map((file) => [file, '']));
  let done = 0;
  await inParallel(files, AT_ONCE, async ([file, origin]) => {
    const status = await stat(file).catch(() => undefined);
    if (status?.isFile()) lines.set(file, sizeAndTime(status));
    else {
      lines.delete(file);
      report.missing(file, `${origin} names it.`);
    }
    onProgress(++done / files.size);
  });
  return lines;
}
