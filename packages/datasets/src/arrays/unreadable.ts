import { CmgError } from '@cmg/core';

/** What a failed attempt to open a file means for who asked for it. */
export function unreadable(file: string, cause: NodeJS.ErrnoException): CmgError {
  return new CmgError(cause.code === 'ENOENT' ? 'is missing' : `cannot be read: ${cause.message}`, { where: file, cause });
}
