import { basename } from 'node:path';
import type { FindingReporter } from './finding-reporter.js';

/** A name out of a table that is to name a file: reported and false where it would lead elsewhere. */
export function isFileName(name: string, where: string, report: FindingReporter): boolean {
  if (name !== '' && name !== '..' && name === basename(name)) return true;
  report.error(where, `'${name}' cannot be the name of a file`);
  return false;
}
