import FFT from 'fft.js';

/** Frames and bands are about so many pixels: a small picture. */
const SIZE = 512;
const HOP_SECONDS = 0.01;
/** Decibels below the loudest that are still seen. */
const RANGE = 70;
/** In Hz: what is above says little about speech. */
const HIGHEST = 8000;
/** Bins of a pixel. */
const POOL = 4;

/** A grey picture of a sound: time to the right, pitch upwards, loud is bright. */
export interface Spectrogram {
  readonly width: number;
  readonly height: number;
  /** [height, width], the highest pitch first. */
  readonly pixels: Uint8Array;
}

/** Power of Hann windows of 512 samples every 10 ms, in decibels. */
export function spectrogram(samples: Float32Array, sampleRate: number): Spectrogram {
  const hop = Math.max(1, Math.round(HOP_SECONDS * sampleRate));
  const width = Math.max(1, 1 + Math.floor((samples.length - SIZE) / hop));
  const height = Math.floor(Math.min(SIZE / 2, (HIGHEST / sampleRate) * SIZE) / POOL);
  const transform = new FFT(SIZE);
  const spectrum = transform.createComplexArray() as number[];
  const decibels = new Float32Array(height * width);
  for (let frame = 0; frame < width; frame++) {
    const input = Array.from(
      { length: SIZE },
      (_, i) => (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / SIZE)) * (samples[frame * hop + i] ?? 0),
    );
    transform.realTransform(spectrum, input);
    for (let band = 0; band < height; band++) {
      let power = 1e-12;
      for (let bin = band * POOL; bin < (band + 1) * POOL; bin++)
        power += (spectrum[2 * bin] as number) ** 2 + (spectrum[2 * bin + 1] as number) ** 2;
      decibels[(height - 1 - band) * width + frame] = 10 * Math.log10(power);
    }
  }
  const loudest = decibels.reduce((a, b) => Math.max(a, b), -Infinity);
  return { width, height, pixels: Uint8Array.from(decibels, (level) => Math.round(255 * Math.max(0, 1 + (level - loudest) / RANGE))) };
}
