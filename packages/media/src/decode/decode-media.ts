import { CmgError, type Media, type MediaFormat, type MediaKind } from '@cmg/core';
import { access } from 'node:fs/promises';
import { decodeAudio } from './decode-audio.js';
import { decodeText } from './decode-text.js';
import { decodeVideo } from './decode-video.js';

/**
 * Opens media in the format that an extractor asks for. Sound and pictures are decoded as their segments are read.
 *
 * @param source a file; for text a file `*.txt` or the text itself
 * @param signal stops decoding
 * @throws CmgError where there is no such file, or text cannot be read
 *
 * @example
 * const session = await openExtractor(audioPlugin, { use: 'log-mel', options: {} });
 * const features = await session.extract(await decodeMedia('bell.mp3', session.format)); // [T, ...session.featureShape]
 */
export async function decodeMedia<Kind extends MediaKind>(source: string, format: MediaFormat<Kind>, signal?: AbortSignal): Promise<Media<Kind>> {
  return (await decode(source, format, signal)) as Media<Kind>;
}

async function decode(source: string, format: MediaFormat, signal?: AbortSignal): Promise<Media> {
  if (format.kind === 'text') return decodeText(source);
  await access(source).catch((cause: Error) => {
    throw new CmgError('cannot be read', { where: source, hint: cause.message, cause });
  });
  return format.kind === 'audio' ? decodeAudio(source, format, signal) : decodeVideo(source, format, signal);
}
