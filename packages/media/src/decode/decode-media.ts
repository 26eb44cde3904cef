import type { FileMedia, Media, MediaFormat, MediaKind } from '@cmg/core';
import { expectFile, readBytes } from '@cmg/formats';
import { resolve } from 'node:path';
import { decodeAudio } from './decode-audio.js';
import { decodeText } from './decode-text.js';
import { decodeVideo } from './decode-video.js';
import type { Decoding } from './decoding.js';

export interface DecodeOptions extends Decoding, Partial<Pick<FileMedia, 'onset' | 'offset'>> {}

/**
 * Opens media in the format that an extractor asks for. Sound and pictures are decoded as their segments are read; a format of kind
 * `file` leaves it to the extractor.
 *
 * @param source a file; for text a file `*.txt` or the text itself
 * @throws CmgError if the file does not exist, or text cannot be read
 *
 * @example
 * const { session } = await openExtractor(audioPlugin, { use: 'log-mel' });
 * const features = await session.extract(await decodeMedia('bell.mp3', session.format)); // [T, ...session.featureShape]
 */
export async function decodeMedia<Kind extends MediaKind>(
  source: string,
  format: MediaFormat<Kind>,
  options: DecodeOptions = {},
): Promise<Media<Kind>> {
  return decode(source, format, options);
}

async function decode(source: string, format: MediaFormat, { onset = 0, offset = Infinity, ...decoding }: DecodeOptions): Promise<Media> {
  if (format.kind === 'text') return decodeText(source);
  await expectFile(source);
  switch (format.kind) {
    case 'audio':
      return decodeAudio(source, format, decoding);
    case 'video':
      return decodeVideo(source, format, decoding);
    case 'file':
      return { kind: 'file', path: resolve(source), onset, offset, bytes: () => readBytes(source) };
  }
}
