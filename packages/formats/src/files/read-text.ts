import { readBytes } from './read-bytes.js';

/** Most bytes of a text: what is read into one string takes several times its size. */
const MOST = 2 ** 28;

/** The text of a file. @throws CmgError if it is missing, no regular file, larger than `most` bytes (256 MiB), or cannot be read */
export async function readText(path: string, most = MOST): Promise<string> {
  return Buffer.from((await readBytes(path, most)).buffer).toString('utf8');
}
