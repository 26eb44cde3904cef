import FFT from 'fft.js';

/** Frames and mel bands of VGGish's input, 0.96 seconds. */
export const VGGISH_PATCH = { frames: 96, bands: 64 } as const;
/** Hz. */
export const VGGISH_SAMPLE_RATE = 16000;

const WINDOW = 400;
const HOP = 160;
const TRANSFORM = 512;
const LOWEST = 125;
const HIGHEST = 7500;
const OFFSET = 0.01;

const mel = (hertz: number) => 1127 * Math.log(1 + hertz / 700);

/**
 * The log-mel spectrogram that VGGish was trained on: periodic Hann windows of 25 ms every 10 ms, magnitudes of a transform of
 * 512 values, 64 triangles on the mel scale of HTK from 125 to 7,500 Hz whose slopes are straight in mel, log(x + 0.01).
 * Hershey et al., "CNN architectures for large-scale audio classification", 2017; `mel_features.py` of its release.
 *
 * @param waveform samples in [-1, 1] at 16,000 Hz
 * @returns row-major [frames, 64]; frames = 1 + floor((samples - 400) / 160), none if there are fewer than 400 samples
 */
export function vggishMel(waveform: Float32Array): Float32Array {
  const frames = Math.max(0, 1 + Math.floor((waveform.length - WINDOW) / HOP));
  const transform = new FFT(TRANSFORM);
  const spectrum = transform.createComplexArray() as number[];
  const input = new Array<number>(TRANSFORM).fill(0);
  const magnitudes = new Float64Array(TRANSFORM / 2 + 1);
  const out = new Float32Array(frames * VGGISH_PATCH.bands);
  for (let frame = 0; frame < frames; frame++) {
    for (let i = 0; i < WINDOW; i++) input[i] = (TAPER[i] as number) * (waveform[frame * HOP + i] as number);
    transform.realTransform(spectrum, input);
    for (let bin = 0; bin < magnitudes.length; bin++) magnitudes[bin] = Math.hypot(spectrum[2 * bin]!, spectrum[2 * bin + 1]!);
    FILTERS.forEach((filter, band) => {
      const level = filter.reduce((sum, weight, bin) => sum + weight * (magnitudes[bin] as number), 0);
      out[frame * VGGISH_PATCH.bands + band] = Math.log(level + OFFSET);
    });
  }
  return out;
}

const TAPER = Float64Array.from({ length: WINDOW }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / WINDOW));

/** Weights of the transform's bins, per band. The bin at 0 Hz has weight 0. */
const FILTERS = Array.from({ length: VGGISH_PATCH.bands }, (_, band) => {
  const corner = (i: number) => mel(LOWEST) + ((mel(HIGHEST) - mel(LOWEST)) * i) / (VGGISH_PATCH.bands + 1);
  const [low, centre, high] = [corner(band), corner(band + 1), corner(band + 2)];
  return Float64Array.from({ length: TRANSFORM / 2 + 1 }, (_, bin) => {
    const at = mel((bin * VGGISH_SAMPLE_RATE) / TRANSFORM);
    return bin === 0 ? 0 : Math.max(0, Math.min((at - low) / (centre - low), (high - at) / (high - centre)));
  });
});
