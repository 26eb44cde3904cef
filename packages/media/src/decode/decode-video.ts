import { CmgError, type Frames, type VideoFormat, type VideoMedia } from '@cmg/core';
import { pictureFormat } from '@cmg/formats';
import { extname } from 'node:path';
import { onBackground, rgbOf } from './background.js';
import { blocksOf } from './blocks-of.js';
import type { Decoding } from './decoding.js';
import { type FfmpegOptions, ffmpegOutput } from './ffmpeg-output.js';
import { mediaType } from './media-type.js';
import { transparentVideo } from './transparent-video.js';

/** Endings under which nothing but a picture is expected. */
const PICTURES = new Set(['.png', '.jpg', '.jpeg', '.webp', '.avif', '.tif', '.tiff']);

/**
 * Frames of a file in segments of one second, scaled to the requested size. Less than half a second at the end is dropped. A
 * picture (PNG, JPEG, WebP, AVIF, TIFF, by its content) is a segment of one frame; everything else is read by ffmpeg. Cover art of a
 * sound is no video. Transparent pixels lie on the format's background.
 *
 * @throws CmgError if the file cannot be read, is damaged or contains no picture, when its segments are read
 */
export function decodeVideo(file: string, format: VideoFormat, decoding: Decoding = {}): VideoMedia {
  return { kind: 'video', segments: frames(file, format, decoding) };
}

async function* frames(file: string, format: VideoFormat, decoding: Decoding): AsyncGenerator<Frames> {
  const type = await mediaType(file);
  if (type !== undefined && 'picture' in type) yield* picture(file, format);
  else if (type === undefined && PICTURES.has(extname(file).toLowerCase()))
    throw new CmgError('cannot be read as a picture: it is none of PNG, JPEG, WebP, AVIF and TIFF', { where: file });
  else yield* video(file, format, type === undefined ? [] : ['-f', type.format], decoding);
}

async function* picture(file: string, { width, height, background = 'white' }: VideoFormat): AsyncGenerator<Frames> {
  const { default: sharp } = await import('sharp').catch((cause: Error) => {
    throw new CmgError(`is a picture, and sharp cannot be loaded: ${cause.message.split('\n')[0]}`, {
      kind: 'usage',
      where: file,
      hint: 'Install it with the library for this system: npm install --include=optional sharp',
      cause,
    });
  });
  await pictureFormat(file);
  const [r, g, b] = rgbOf(background);
  const opaque = sharp(file).autoOrient().flatten({ background: { r, g, b } });
  const pixels = opaque.toColourspace('srgb').resize(width, height, { fit: 'fill' }).raw();
  const data = await pixels.toBuffer().catch((cause: Error) => {
    throw new CmgError(`cannot be read as a picture: ${cause.message}`, { where: file, cause });
  });
  yield framesOf(data, height, width);
}

async function* video(file: string, format: VideoFormat, input: readonly string[], { signal, onNote }: Decoding): AsyncGenerator<Frames> {
  const { width, height, framesPerSegment, background = 'white' } = format;
  const decoder = await transparentVideo(file, signal);
  const [channels, pixels] = decoder === undefined ? [3, 'rgb24'] : [4, 'rgba'];
  // Colours are weighted by their opacity before they are scaled: what lies unseen under transparency would bleed out otherwise.
  const scale = `${decoder === undefined ? '' : 'format=gbrap,premultiply=inplace=1,'}scale=${width}:${height}:flags=bicubic`;
  const rgb = rgbOf(background);
  const frame = height * width * channels;
  const segments = async function* (filter: string, count: number, more: readonly string[], onEnd?: FfmpegOptions['onEnd']) {
    const options = {
      input: [...input, ...(decoder ?? [])],
      // Any video stream but cover art.
      output: ['-map', '0:V:0', '-vf', filter, ...more, '-pix_fmt', pixels, '-f', 'rawvideo'],
      signal,
      ...(onEnd && { onEnd }),
    };
    for await (const block of blocksOf(ffmpegOutput(file, options), count * frame)) {
      yield framesOf(decoder === undefined ? block : onBackground(block, rgb), height, width);
    }
  };
  let count = 0;
  for await (const segment of segments(`fps=${framesPerSegment}:start_time=0,${scale}`, framesPerSegment, [], (report, bytes) => {
    report.judge(file, bytes / frame / framesPerSegment, onNote);
  })) {
    yield segment;
    count++;
  }
  if (count > 0) return;
  // Too short for frame sampling: use the first frame.
  for await (const segment of segments(scale, 1, ['-frames:v', '1'])) {
    yield segment;
    count++;
  }
  if (count === 0) throw new CmgError('contains no picture', { where: file });
}

function framesOf(data: Uint8Array, height: number, width: number): Frames {
  return { data, shape: [data.length / (height * width * 3), height, width, 3] };
}
