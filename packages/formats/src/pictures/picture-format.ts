import { CmgError } from '@cmg/core';
import { latin1 } from '../pickle/byte-reader.js';
import { RegularFile } from '../files/regular-file.js';

/** What files of each format start with. */
const STARTS: readonly (readonly [format: string, start: RegExp])[] = [
  ['png', /^\x89PNG\r\n/],
  ['jpeg', /^\xff\xd8\xff/],
  ['webp', /^RIFF....WEBP/s],
  ['avif', /^....ftyp(?:avif|avis|mif1|miaf)/s],
  ['tiff', /^(?:II\*\0|MM\0\*|II\+\0|MM\0\+)/],
];
const LONGEST = 16;

/**
 * The format of a picture, by its content: `png`, `jpeg`, `webp`, `avif` or `tiff`.
 *
 * A decoder of pictures should only see these: others, as SVG, are programs that can take any time, or name other files.
 *
 * @throws CmgError if it is none of them, missing, or no file
 */
export async function pictureFormat(path: string): Promise<string> {
  const start = await RegularFile.with(path, async (file) => latin1(await file.read(0, Math.min(LONGEST, file.size))));
  const found = STARTS.find(([, pattern]) => pattern.test(start));
  if (found !== undefined) return found[0];
  throw new CmgError('is not a picture', { where: path, hint: 'Its content is none of PNG, JPEG, WebP, AVIF and TIFF.' });
}
