import { CmgError } from '@cmg/core';
import { open } from 'node:fs/promises';

/** What a file is by its first bytes: a picture for sharp, a format that ffmpeg must be told, or something else. */
export type MediaType = { readonly picture: true } | { readonly format: string } | undefined;

const latin = (text: string): number[] => Array.from(text, (character) => character.charCodeAt(0));

/** PNG, JPEG, WebP, AVIF and TIFF: bytes that each starts with, undefined for any. */
const PICTURES: readonly (readonly (number | undefined)[])[] = [
  latin('\x89PNG\r\n\x1a\n'),
  [0xff, 0xd8, 0xff],
  [...latin('RIFF'), ...Array<undefined>(4), ...latin('WEBP')],
  [...Array<undefined>(4), ...latin('ftypavif')],
  latin('II*\0'),
  latin('MM\0*'),
];

/** By themselves ffmpeg takes these for one of a numbered series, if their name has a `%`. */
const SINGLE: readonly (readonly [start: readonly number[], format: string])[] = [
  [latin('BM'), 'bmp_pipe'],
  [latin('GIF8'), 'gif'],
];

/** Drawings and lists, which would make a decoder read other files. */
const TEXT = /^(?:\ufeff)?\s*(?:<|#EXTM3U|ffconcat)/;

/**
 * What a file is by its content; its name plays no part.
 *
 * @throws CmgError if it is a drawing (SVG) or a list of other files, or cannot be read
 */
export async function mediaType(file: string): Promise<MediaType> {
  const head = await firstBytes(file);
  const starts = (pattern: readonly (number | undefined)[]) => pattern.every((byte, i) => byte === undefined || head[i] === byte);
  if (PICTURES.some(starts)) return { picture: true };
  const single = SINGLE.find(([start]) => starts(start));
  if (single !== undefined) return { format: single[1] };
  if (TEXT.test(head.toString('utf8')))
    throw new CmgError('is a drawing or a list of other files, which is not read: neither sound, nor video, nor a picture of pixels', {
      where: file,
    });
  return undefined;
}

async function firstBytes(file: string): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(64), 0, 64, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
