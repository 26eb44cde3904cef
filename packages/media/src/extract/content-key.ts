import { createHash } from 'node:crypto';

/** SHA-256 of bytes, in any parts. */
export const hashOf = (...parts: readonly Uint8Array[]): string =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');

/** A key for content that depends only on the given values. */
export const contentKey = (...values: unknown[]): string => createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 32);
