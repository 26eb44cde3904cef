import { RunFolder } from '@cmg/trainer';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** SHA-256 of a run's checkpoint, hexadecimal: what codes and heads of the run depend on. */
export async function checkpointHash(folder: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(new RunFolder(folder).checkpoint), hash);
  return hash.digest('hex');
}
