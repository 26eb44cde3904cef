import { createHash } from 'node:crypto';
import { RegularFile } from './regular-file.js';

/** SHA-256 of a file's content, hexadecimal; a part of it is in memory at a time. @throws CmgError if it cannot be read */
export async function fileHash(file: string): Promise<string> {
  const hash = createHash('sha256');
  await RegularFile.with(file, async (opened) => {
    for await (const chunk of opened.stream()) hash.update(chunk);
  });
  return hash.digest('hex');
}
