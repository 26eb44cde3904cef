import { basename } from 'node:path';
import type { FindingReporter } from './finding-reporter.js';

/** Whether a name from a table is a plain file name; one that would lead elsewhere is reported. */
export function isFileName(name: string, where: string, report: FindingReporter): boolean {
  if (name !== '' && name !== '..' && name === basename(name)) return true;
  report.error(where, `'${name}' cannot be the name of a file`);
  return false;
}
