import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CmgError } from '@cmg/core';

/** Folders that may hold the ready-made configs: in the published package, and in the repository. */
const FOLDERS = ['../configs/', '../../../configs/'];

/** Path of a ready-made config, for example `digits.yaml`. */
export function readyMade(name: string): string {
  const files = FOLDERS.map((folder) => fileURLToPath(new URL(`${folder}${name}`, import.meta.url)));
  const file = files.find((candidate) => existsSync(candidate));
  if (file === undefined) throw new CmgError(`the ready-made config ${name} is missing`, { hint: 'Reinstall the package.' });
  return file;
}
