import { type AudioFormat, type AudioMedia, CmgError } from '@cmg/core';
import { blocksOf } from './blocks-of.js';
import type { Decoding } from './decoding.js';
import { ffmpegOutput, type LiveSource } from './ffmpeg-output.js';

const FLOAT = 4;

/**
 * Sound as it comes, in segments of one second, one channel. What remains at the end counts as of a file: padded with silence, or dropped
 * where it is less than half a second. Memory does not grow with time.
 *
 * @throws CmgError if ffmpeg is missing or cannot read the source, or there is no sound, when its segments are read
 */
export function decodeLive(source: LiveSource, { sampleRate }: AudioFormat, { signal }: Pick<Decoding, 'signal'> = {}): AudioMedia {
  async function* segments(): AsyncGenerator<Float32Array> {
    const bytes = ffmpegOutput(source, {
      output: ['-map', '0:a:0', '-ac', '1', '-ar', `${sampleRate}`, '-flush_packets', '1', '-f', 'f32le'],
      signal,
    });
    let count = 0;
    for await (const block of blocksOf(bytes, sampleRate * FLOAT)) {
      const segment = new Float32Array(sampleRate);
      const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
      for (let i = 0; i < Math.floor(block.length / FLOAT); i++) segment[i] = view.getFloat32(i * FLOAT, true);
      yield segment;
      count++;
    }
    if (count === 0) throw new CmgError('the stream contains no sound', { kind: 'usage' });
  }
  return { kind: 'audio', segments: segments() };
}
