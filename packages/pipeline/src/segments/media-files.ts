import type { SegmentMedia } from '@cmg/core';
import { encode } from 'fast-png';
import type { ReportMedia } from '@cmg/report';
import { spectrogram } from './spectrogram.js';

/** A segment as files that a page can show: pictures as PNG, sounds as WAV with their spectrogram, base64. */
export function mediaFiles(media: Exclude<SegmentMedia, { kind: 'words' }>): Exclude<ReportMedia, { kind: 'words' }> {
  if (media.kind === 'picture') {
    const [height = 0, width = 0, channels = 1] = media.pixels.shape;
    return { kind: 'picture', png: png(media.pixels.data, width, height, channels) };
  }
  const { width, height, pixels } = spectrogram(media.samples, media.sampleRate);
  return { kind: 'sound', wav: wav(media.samples, media.sampleRate).toString('base64'), spectrogram: png(pixels, width, height, 1) };
}

function png(data: Uint8Array, width: number, height: number, channels: number): string {
  return Buffer.from(encode({ width, height, data, channels, depth: 8 })).toString('base64');
}

/** RIFF WAVE of one channel of 16-bit integers. Microsoft, "Multimedia Programming Interface and Data Specifications 1.0" (1991). */
function wav(samples: Float32Array, sampleRate: number): Buffer {
  const file = Buffer.alloc(44 + 2 * samples.length);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16); // length of the format
  file.writeUInt16LE(1, 20); // integers
  file.writeUInt16LE(1, 22); // channels
  file.writeUInt32LE(sampleRate, 24);
  file.writeUInt32LE(2 * sampleRate, 28); // bytes a second
  file.writeUInt16LE(2, 32); // bytes of all channels
  file.writeUInt16LE(16, 34); // bits
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(2 * samples.length, 40);
  samples.forEach((value, i) => file.writeInt16LE(Math.round(32767 * Math.max(-1, Math.min(1, value))), 44 + 2 * i));
  return file;
}
