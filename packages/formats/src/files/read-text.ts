import { decodeText } from './decode-text.js';
import { readBytes } from './read-bytes.js';

/** Most bytes of a text: what is read into one string takes several times its size. */
const MOST = 2 ** 28;

/**
 * The text of a file in UTF-8, or in UTF-16 with a byte order mark.
 *
 * @throws CmgError if it is missing, no regular file, larger than `most` bytes (256 MiB), no such text, or cannot be read
 */
export async function readText(path: string, most = MOST): Promise<string> {
  return decodeText(await readBytes(path, most), path);
}
