import { Random } from '@cmg/core';
import FFT from 'fft.js';
import { HOP_SECONDS, type LogMel, MEL_BANDS, WINDOW_SECONDS } from './log-mel.js';
import { melFilters } from './mel-filters.js';

/** Rounds of estimating phases: more are hardly heard. */
const ROUNDS = 8;

/**
 * A sound whose log-mel spectrogram is about the given one, to listen to: speech stays intelligible, though hoarse, as bands tell neither
 * pitch nor phase. Powers of bands are spread over their bins, phases start random, from a fixed seed, and are estimated by turns.
 *
 * Griffin & Lim 1984, "Signal Estimation from Modified Short-Time Fourier Transform".
 *
 * @param sampleRate in Hz, at least 16,000
 * @returns samples in [-1, 1]
 */
export function logMelWaveform(spectrogram: LogMel, sampleRate: number): Float32Array {
  const window = Math.round(WINDOW_SECONDS * sampleRate);
  const hop = Math.round(HOP_SECONDS * sampleRate);
  const size = 2 ** Math.ceil(Math.log2(window));
  const transform = new FFT(size);
  const taper = Float64Array.from({ length: window }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / window));
  const targets = magnitudes(spectrogram, { window, size, sampleRate });
  const random = new Random(0).fork('phases');
  let waveform = Float64Array.from({ length: (spectrogram.frames - 1) * hop + window }, () => random.uniform(-1, 1));
  const [input, spectrum, output] = [
    transform.createComplexArray(),
    transform.createComplexArray(),
    transform.createComplexArray(),
  ] as number[][] as [number[], number[], number[]];
  for (let round = 0; round < ROUNDS; round++) {
    const sum = new Float64Array(waveform.length);
    const weight = new Float64Array(waveform.length);
    targets.forEach((target, frame) => {
      input.fill(0);
      for (let i = 0; i < window; i++) input[2 * i] = (taper[i] as number) * (waveform[frame * hop + i] as number);
      transform.transform(spectrum, input);
      for (let bin = 0; bin < size; bin++) {
        const wanted = target[Math.min(bin, size - bin)] as number; // the upper half mirrors the lower
        const [re, im] = [spectrum[2 * bin] as number, spectrum[2 * bin + 1] as number];
        const scale = wanted / Math.max(Math.hypot(re, im), 1e-12);
        [spectrum[2 * bin], spectrum[2 * bin + 1]] = [re * scale, im * scale];
      }
      transform.inverseTransform(output, spectrum);
      for (let i = 0; i < window; i++) {
        const at = frame * hop + i;
        sum[at] = (sum[at] as number) + (taper[i] as number) * (output[2 * i] as number);
        weight[at] = (weight[at] as number) + (taper[i] as number) ** 2;
      }
    });
    waveform = sum.map((value, i) => value / Math.max(weight[i] as number, 1e-3));
  }
  return Float32Array.from(waveform, (value) => Math.min(1, Math.max(-1, value)));
}

/** Of the bins up to half the rate, for each frame: what a band has is spread over its triangle. */
function magnitudes(
  { data, frames }: LogMel,
  { window, size, sampleRate }: { window: number; size: number; sampleRate: number },
): Float64Array[] {
  const filters = melFilters(MEL_BANDS, size, sampleRate).map((filter) => ({ ...filter, area: filter.weights.reduce((a, b) => a + b, 0) }));
  return Array.from({ length: frames }, (_, frame) => {
    const power = new Float64Array(size / 2 + 1);
    filters.forEach(({ first, weights, area }, band) => {
      const density = (10 ** ((data[frame * MEL_BANDS + band] as number) / 10) * size) / window / Math.max(area, 1e-9);
      weights.forEach((weight, i) => (power[first + i] = (power[first + i] as number) + weight * density));
    });
    // `logMel` divides its taper by half the window.
    return power.map((value) => (Math.sqrt(value) * window) / 2);
  });
}
