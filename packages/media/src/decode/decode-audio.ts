import { type AudioFormat, type AudioMedia, CmgError } from '@cmg/core';
import { createReadStream } from 'node:fs';
import { blocksOf } from './blocks-of.js';
import type { Decoding } from './decoding.js';
import { ffmpegOutput } from './ffmpeg-output.js';
import { mediaType } from './media-type.js';
import { type WavFile, wavHeader } from './wav-file.js';

/** Samples as a stream of bytes. */
interface Samples {
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly channels: number;
  readonly encoding: WavFile['encoding'];
}

/**
 * Sound of a file in segments of one second, one channel (the mean of all). The last one is padded with silence; less than half a
 * second at the end is dropped. A WAV file at the requested sample rate is read directly, everything else by ffmpeg.
 *
 * @throws CmgError if the file cannot be read, is damaged, contains no sound or samples that are no numbers, when its segments are read
 */
export function decodeAudio(file: string, { sampleRate }: AudioFormat, decoding: Decoding = {}): AudioMedia {
  async function* segments(): AsyncGenerator<Float32Array> {
    const samples = await openSamples(file, sampleRate, decoding);
    const { channels, encoding } = samples;
    const frame = channels * (encoding === 'int16' ? 2 : 4);
    let count = 0;
    for await (const block of blocksOf(samples.bytes, sampleRate * frame)) {
      const segment = new Float32Array(sampleRate);
      segment.set(mono(block.subarray(0, block.length - (block.length % frame)), channels, encoding));
      const wrong = segment.findIndex((value) => !Number.isFinite(value));
      if (wrong >= 0) {
        const second = (count + wrong / sampleRate).toFixed(2);
        throw new CmgError(`has samples that are no finite numbers, the first at ${second} s`, { where: file });
      }
      yield segment;
      count++;
    }
    if (count === 0) throw new CmgError('contains no sound', { where: file });
  }
  return { kind: 'audio', segments: segments() };
}

async function openSamples(file: string, sampleRate: number, decoding: Decoding): Promise<Samples> {
  const wav = await wavHeader(file);
  if (wav?.sampleRate === sampleRate) return { bytes: wavSamples(file, wav, decoding), channels: wav.channels, encoding: wav.encoding };
  await mediaType(file);
  const bytes = ffmpegOutput(file, {
    output: ['-map', '0:a:0', '-ac', '1', '-ar', `${sampleRate}`, '-af', 'aresample=async=1:first_pts=0', '-f', 'f32le'],
    signal: decoding.signal,
    onEnd: (report, size) => report.judge(file, size / 4 / sampleRate, decoding.onNote),
  });
  return { bytes, channels: 1, encoding: 'float32' };
}

async function* wavSamples(file: string, wav: WavFile, { onNote }: Decoding): AsyncGenerator<Uint8Array> {
  const { begin, end, missing, channels, encoding, sampleRate } = wav;
  if (missing > 0) {
    const second = channels * (encoding === 'int16' ? 2 : 4) * sampleRate;
    const ends = `it ends after ${((end - begin) / second).toFixed(1)} s, its header says ${((end - begin + missing) / second).toFixed(1)} s`;
    if (missing > second) throw new CmgError(`is damaged: ${ends}`, { where: file });
    onNote?.(`${file}: ${ends}`);
  }
  if (end > begin) yield* createReadStream(file, { start: begin, end: end - 1 });
}

function mono(bytes: Uint8Array, channels: number, encoding: WavFile['encoding']): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sample = encoding === 'int16' ? (i: number) => view.getInt16(2 * i, true) / 32768 : (i: number) => view.getFloat32(4 * i, true);
  const frames = bytes.length / (encoding === 'int16' ? 2 : 4) / channels;
  return Float32Array.from({ length: frames }, (_, frame) => {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) sum += sample(frame * channels + channel);
    return sum / channels;
  });
}
