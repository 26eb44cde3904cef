import { CmgError } from '@cmg/core';
import { readFile } from 'node:fs/promises';

/** The text of a file. @throws CmgError if it cannot be read */
export async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new CmgError(cause.code === 'ENOENT' ? 'is missing' : `cannot be read: ${cause.message}`, { where: file, cause });
  });
}
