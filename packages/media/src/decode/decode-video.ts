import { CmgError, type Frames, type VideoFormat, type VideoMedia } from '@cmg/core';
import { extname } from 'node:path';
import { onBackground, rgbOf } from './background.js';
import { type Block, blocksOf } from './blocks-of.js';
import { ffmpegOutput } from './ffmpeg-output.js';
import { transparentVideo } from './transparent-video.js';

/** Extensions of picture files. */
const PICTURES = new Set(['.png', '.jpg', '.jpeg', '.webp', '.avif', '.tif', '.tiff']);

/**
 * Frames of a file in segments of one second, scaled to the requested size. Less than half a second at the end is dropped. A
 * picture (PNG, JPEG, WebP, AVIF, TIFF) is a segment of one frame; everything else is read by ffmpeg. Transparent pixels lie on the
 * format's background.
 *
 * @throws CmgError if the file cannot be read or contains no picture, when its segments are read
 */
export function decodeVideo(file: string, format: VideoFormat, signal?: AbortSignal): VideoMedia {
  const segments = PICTURES.has(extname(file).toLowerCase()) ? picture(file, format) : video(file, format, signal);
  return { kind: 'video', segments };
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
  const [r, g, b] = rgbOf(background);
  const opaque = sharp(file).autoOrient().flatten({ background: { r, g, b } });
  const pixels = opaque.toColourspace('srgb').resize(width, height, { fit: 'fill' }).raw();
  const data = await pixels.toBuffer().catch((cause: Error) => {
    throw new CmgError(`cannot be read as a picture: ${cause.message}`, { where: file, cause });
  });
  yield framesOf(data, height, width);
}

async function* video(file: string, format: VideoFormat, signal?: AbortSignal): AsyncGenerator<Frames> {
  const { width, height, framesPerSegment, background = 'white' } = format;
  const decoder = await transparentVideo(file, signal);
  const [channels, pixels] = decoder === undefined ? [3, 'rgb24'] : [4, 'rgba'];
  // Colours are weighted by their opacity before they are scaled: what lies unseen under transparency would bleed out otherwise.
  const scale = `${decoder === undefined ? '' : 'format=gbrap,premultiply=inplace=1,'}scale=${width}:${height}:flags=bicubic`;
  const rgb = rgbOf(background);
  const segments = async function* (filter: string, frames: number, ...more: string[]): AsyncGenerator<Frames> {
    const options = ['-map', '0:v:0', '-vf', filter, ...more, '-pix_fmt', pixels, '-f', 'rawvideo'];
    const blocks: AsyncIterable<Block> = blocksOf(ffmpegOutput(file, options, signal, decoder), frames * height * width * channels);
    for await (const block of blocks) yield framesOf(decoder === undefined ? block : onBackground(block, rgb), height, width);
  };
  let count = 0;
  for await (const segment of segments(`fps=${framesPerSegment}:start_time=0,${scale}`, framesPerSegment)) {
    yield segment;
    count++;
  }
  if (count > 0) return;
  // Too short for frame sampling: use the first frame.
  for await (const segment of segments(scale, 1, '-frames:v', '1')) {
    yield segment;
    count++;
  }
  if (count === 0) throw new CmgError('contains no picture', { where: file });
}

function framesOf(data: Uint8Array, height: number, width: number): Frames {
  return { data, shape: [data.length / (height * width * 3), height, width, 3] };
}
