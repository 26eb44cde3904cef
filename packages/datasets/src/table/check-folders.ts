import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClipTable } from './clip-table.js';
import type { FindingReporter } from './finding-reporter.js';

/** One warning per folder with files that no clip uses: a table may cover only part of what was published. */
export async function reportSpare({ folders = [] }: ClipTable, used: ReadonlyMap<string, string>, report: FindingReporter): Promise<void> {
  for (const folder of folders) {
    const entries = await readdir(folder).catch(() => []);
    const spare = entries.filter((entry) => !used.has(join(folder, entry)));
    if (spare.length === 0) continue;
    const shown = spare.slice(0, 3).join(', ');
    report.warning(
      folder,
      `contains ${spare.length} ${spare.length === 1 ? 'file' : 'files'} that no clip uses: ${shown}${spare.length > 3 ? ', ...' : ''}`,
    );
  }
}
