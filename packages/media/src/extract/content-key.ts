import { CmgError } from '@cmg/core';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** SHA-256 of a file's content. */
export async function fileHash(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash).catch((cause: Error) => {
    throw new CmgError('cannot be read', { where: file, hint: cause.message, cause });
  });
  return hash.digest('hex');
}

/** SHA-256 of bytes. */
export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A key for content that depends only on the given values. */
export const contentKey = (...values: unknown[]): string => createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 32);
