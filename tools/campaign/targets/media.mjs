/** Sounds, pictures and videos. */
import { decodeMedia } from '@cmg/media';
import { damagedBytes } from '@cmg/test-support';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { wav } from '../inputs.mjs';

const AUDIO = { kind: 'audio', sampleRate: 16_000 };
const VIDEO = { kind: 'video', width: 16, height: 16, framesPerSegment: 1 };

/** Decodes all of a file; each segment has to be of the size that was asked for. */
async function decode(file, format) {
  const media = await decodeMedia(file, format);
  if (!('segments' in media)) throw new Error('neither sound nor pictures');
  for await (const segment of media.segments) {
    const { length } = 'data' in segment ? segment.data : segment;
    if (length !== (format.kind === 'audio' ? AUDIO.sampleRate : 3 * VIDEO.width * VIDEO.height))
      throw new Error(`a segment of ${length} values`);
  }
}

const damaged = (folder, seeds, ending, format) => {
  const file = join(folder, `case${ending}`);
  return {
    make: (random) => damagedBytes(random.pick(seeds), random),
    read(bytes) {
      writeFileSync(file, bytes);
      return decode(file, format);
    },
  };
};

async function pictures(folder) {
  const raw = { raw: { width: 24, height: 20, channels: /** @type {3} */ (3) } };
  const pixels = Buffer.from(Array.from({ length: 24 * 20 * 3 }, (_, i) => (i * 7) % 256));
  const formats = /** @type {const} */ (['png', 'jpeg', 'webp', 'tiff', 'gif']);
  const seeds = await Promise.all(formats.map((format) => sharp(pixels, raw).toFormat(format).toBuffer()));
  return damaged(folder, seeds, '.png', VIDEO);
}

/** By ffmpeg, which runs in a process of its own: its few cases are worth their time. */
function videos(folder) {
  if (spawnSync('ffmpeg', ['-version']).status !== 0) return undefined;
  const seeds = ['mp4', 'webm', 'avi'].map((ending) => {
    const file = join(folder, `whole.${ending}`);
    const source = ['-f', 'lavfi', '-i', 'testsrc=size=32x32:rate=4:duration=2', '-f', 'lavfi', '-i', 'sine=duration=2'];
    execFileSync('ffmpeg', ['-v', 'error', '-y', ...source, '-shortest', file]);
    return readFileSync(file);
  });
  return damaged(folder, seeds, '.mp4', VIDEO);
}

export const media = {
  wav: (folder) => {
    const samples = Int16Array.from({ length: 4000 }, (_, i) => 8000 * Math.sin(i / 7));
    return damaged(folder, [wav(samples), wav(samples, { rate: 8000, channels: 2 })], '.wav', AUDIO);
  },
  picture: pictures,
  video: videos,
};
