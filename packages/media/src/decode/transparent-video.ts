import { extname } from 'node:path';
import { ffmpegReport } from './ffmpeg-output.js';

/** Containers whose usual codecs have no transparency: the question costs a start of ffmpeg. */
const OPAQUE = new Set(['.mp4', '.m4v', '.mpg', '.mpeg', '.ts', '.m2ts', '.wmv', '.flv', '.3gp', '.ogv']);
/** Before the codec of a stream of pictures. */
const VIDEO = /^.*Stream #.*: Video: /;
/** Pixel formats of ffmpeg with transparency. */
const TRANSPARENT = /, (?:[rgb]{3}a|a[rgb]{3}|yuva|gbrap|ya8|ya16|pal8|ayuv)/;
/** ffmpeg's own decoders of VP8 and VP9 drop transparency. */
const DECODERS: Readonly<Record<string, string>> = { vp8: 'libvpx', vp9: 'libvpx-vp9' };

/**
 * Whether the first video stream of a file has transparent pixels: options of ffmpeg that read them, before the input; undefined if
 * it has none.
 *
 * @throws CmgError of kind `usage` if ffmpeg is missing
 */
export async function transparentVideo(file: string, signal?: AbortSignal): Promise<readonly string[] | undefined> {
  if (OPAQUE.has(extname(file).toLowerCase())) return undefined;
  const { lines } = await ffmpegReport(file, signal);
  const streams = lines.join('\n').split(/^(?=.*Stream #)/m);
  const stream = streams.find((text) => VIDEO.test(text) && !text.includes('(attached pic)'))?.replace(VIDEO, '');
  const decoder = DECODERS[/^\w+/.exec(stream ?? '')?.[0] ?? ''];
  if (stream !== undefined && decoder !== undefined && /alpha_mode\s*: 1/.test(stream)) return ['-c:v', decoder];
  return TRANSPARENT.test(stream?.split('\n')[0] ?? '') ? [] : undefined;
}
