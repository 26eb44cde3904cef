import { CmgError } from '@cmg/core';

/** Turns a failed attempt to open a file into an error for the caller. */
export function unreadable(file: string, cause: NodeJS.ErrnoException): CmgError {
  return new CmgError(cause.code === 'ENOENT' ? 'is missing' : `cannot be read: ${cause.message}`, { where: file, cause });
}
