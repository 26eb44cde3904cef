import { CmgError, type Frames, type VideoFormat, type VideoMedia } from '@cmg/core';
import { extname } from 'node:path';
import { blocksOf } from './blocks-of.js';
import { ffmpegOutput } from './ffmpeg-output.js';

/** Extensions of picture files. */
const PICTURES = new Set(['.png', '.jpg', '.jpeg', '.webp', '.avif', '.tif', '.tiff']);

/**
 * Frames of a file in segments of one second, scaled to the requested size. Less than half a second at the end is dropped. A
 * picture (PNG, JPEG, WebP, AVIF, TIFF) is a segment of one frame; everything else is read by ffmpeg.
 *
 * @throws CmgError if the file cannot be read or contains no picture, when its segments are read
 */
export function decodeVideo(file: string, format: VideoFormat, signal?: AbortSignal): VideoMedia {
  const segments = PICTURES.has(extname(file).toLowerCase()) ? picture(file, format) : video(file, format, signal);
  return { kind: 'video', segments };
}

async function* picture(file: string, { width, height }: VideoFormat): AsyncGenerator<Frames> {
  const { default: sharp } = await import('sharp').catch((cause: Error) => {
    throw new CmgError(`is a picture, and sharp cannot be loaded: ${cause.message.split('\n')[0]}`, {
      kind: 'usage',
      where: file,
      hint: 'Install it with the library for this system: npm install --include=optional sharp',
      cause,
    });
  });
  const pixels = sharp(file).autoOrient().flatten().toColourspace('srgb').resize(width, height, { fit: 'fill' }).raw();
  const data = await pixels.toBuffer().catch((cause: Error) => {
    throw new CmgError(`cannot be read as a picture: ${cause.message}`, { where: file, cause });
  });
  yield framesOf(data, height, width);
}

async function* video(file: string, format: VideoFormat, signal?: AbortSignal): AsyncGenerator<Frames> {
  const { width, height, framesPerSegment } = format;
  const scale = `scale=${width}:${height}:flags=bicubic`;
  const output = (filter: string, ...more: string[]) =>
    ffmpegOutput(file, ['-map', '0:v:0', '-vf', filter, ...more, '-pix_fmt', 'rgb24', '-f', 'rawvideo'], signal);
  let count = 0;
  for await (const block of blocksOf(output(`fps=${framesPerSegment}:start_time=0,${scale}`), framesPerSegment * height * width * 3)) {
    yield framesOf(block, height, width);
    count++;
  }
  if (count > 0) return;
  // Too short for frame sampling: use the first frame.
  for await (const block of blocksOf(output(scale, '-frames:v', '1'), height * width * 3)) {
    yield framesOf(block, height, width);
    count++;
  }
  if (count === 0) throw new CmgError('contains no picture', { where: file });
}

function framesOf(data: Uint8Array, height: number, width: number): Frames {
  return { data, shape: [data.length / (height * width * 3), height, width, 3] };
}
