import { CmgError } from '@cmg/core';
import { RegularFile } from './regular-file.js';

/**
 * The content of a file.
 *
 * @param most bytes that it may have
 * @throws CmgError if it is missing, no regular file, larger than that, or cannot be read
 */
export function readBytes(path: string, most = Infinity): Promise<Uint8Array> {
  return RegularFile.with(path, async (file) => {
    if (file.size > most) throw new CmgError(`has ${file.size} bytes; the limit is ${most}`, { kind: 'usage', where: path });
    return file.read(0, file.size);
  });
}
