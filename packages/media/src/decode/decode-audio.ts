import { type AudioFormat, type AudioMedia, CmgError } from '@cmg/core';
import { createReadStream } from 'node:fs';
import { blocksOf } from './blocks-of.js';
import { ffmpegOutput } from './ffmpeg-output.js';
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
 * @throws CmgError if the file cannot be read or contains no sound, when its segments are read
 */
export function decodeAudio(file: string, { sampleRate }: AudioFormat, signal?: AbortSignal): AudioMedia {
  async function* segments(): AsyncGenerator<Float32Array> {
    const samples = await openSamples(file, sampleRate, signal);
    const { channels, encoding } = samples;
    const frame = channels * (encoding === 'int16' ? 2 : 4);
    let count = 0;
    for await (const block of blocksOf(samples.bytes, sampleRate * frame)) {
      const segment = new Float32Array(sampleRate);
      segment.set(mono(block.subarray(0, block.length - (block.length % frame)), channels, encoding));
      yield segment;
      count++;
    }
    if (count === 0) throw new CmgError('contains no sound', { where: file });
  }
  return { kind: 'audio', segments: segments() };
}

async function openSamples(file: string, sampleRate: number, signal?: AbortSignal): Promise<Samples> {
  const wav = await wavHeader(file);
  if (wav?.sampleRate === sampleRate) {
    const bytes = wav.end > wav.begin ? createReadStream(file, { start: wav.begin, end: wav.end - 1 }) : none();
    return { bytes, channels: wav.channels, encoding: wav.encoding };
  }
  const options = ['-map', '0:a:0', '-ac', '1', '-ar', `${sampleRate}`, '-af', 'aresample=async=1:first_pts=0', '-f', 'f32le'];
  return { bytes: ffmpegOutput(file, options, signal), channels: 1, encoding: 'float32' };
}

async function* none(): AsyncGenerator<Uint8Array> {}

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
