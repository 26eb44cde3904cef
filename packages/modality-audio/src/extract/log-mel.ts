import { CmgError } from '@cmg/core';
import FFT from 'fft.js';
import { type MelFilter, melFilters } from './mel-filters.js';

/** Mel bands of a frame. */
export const MEL_BANDS = 32;

/** Loudness of mel bands over time, in decibels relative to a full-scale constant; silence is {@link SILENCE}. */
export interface LogMel {
  /** Row-major [frames, 32]. */
  readonly data: Float32Array;
  readonly frames: number;
}

/** The level of silence in decibels: the floor of every value. */
export const SILENCE = -100;

/** Of one frame. */
export const WINDOW_SECONDS = 0.025;
/** From one frame to the next. */
export const HOP_SECONDS = 0.01;

/**
 * Log-mel spectrogram of one channel: Hann windows of 25 ms every 10 ms, power spectrum, 32 triangular mel filters from
 * 80 to 7,600 Hz (HTK scale), 10 log10(power + 1e-10). Levels are normalised by the window sum and the padding of the
 * transform, so that the sample rate does not change the level of a tone.
 *
 * @param waveform samples in [-1, 1]; shorter input than a window is padded with silence
 * @param sampleRate in Hz, at least 16,000
 */
export function logMel(waveform: Float32Array, sampleRate: number): LogMel {
  if (!(sampleRate >= 16000)) {
    throw new CmgError(`log-mel features need a sample rate of at least 16000 Hz, got ${sampleRate}`, {
      hint: 'Resample the audio first; the highest band ends at 7600 Hz.',
    });
  }
  const window = Math.round(WINDOW_SECONDS * sampleRate);
  const hop = Math.round(HOP_SECONDS * sampleRate);
  const frames = Math.max(1, 1 + Math.floor((waveform.length - window) / hop));
  const size = 2 ** Math.ceil(Math.log2(window));
  const transform = new FFT(size);
  const spectrum = transform.createComplexArray() as number[];
  const taper = Float64Array.from({ length: window }, (_, i) => (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / window)) / (window / 2));
  const filters = melFilters(MEL_BANDS, size, sampleRate);
  const input = new Array<number>(size).fill(0);
  const data = new Float32Array(frames * MEL_BANDS);
  for (let frame = 0; frame < frames; frame++) {
    for (let i = 0; i < window; i++) input[i] = (taper[i] as number) * (waveform[frame * hop + i] ?? 0);
    transform.realTransform(spectrum, input);
    filters.forEach((filter, band) => {
      data[frame * MEL_BANDS + band] = 10 * Math.log10((bandPower(spectrum, filter) * window) / size + 1e-10);
    });
  }
  return { data, frames };
}

function bandPower(spectrum: readonly number[], { first, weights }: MelFilter): number {
  return weights.reduce((power, weight, i) => {
    const bin = 2 * (first + i);
    return power + weight * ((spectrum[bin] as number) ** 2 + (spectrum[bin + 1] as number) ** 2);
  }, 0);
}
