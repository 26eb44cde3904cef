import { logMel, MEL_BANDS, SILENCE } from '../src/index.js';

const sine = (hertz: number, sampleRate: number, seconds = 0.3) =>
  Float32Array.from({ length: Math.round(seconds * sampleRate) }, (_, i) => Math.sin((2 * Math.PI * hertz * i) / sampleRate));
const loudestBand = (frame: Float32Array) => frame.indexOf(Math.max(...frame));

/** Band whose centre is nearest, from the definition of the scale. */
function bandOf(hertz: number): number {
  const mel = (f: number) => 2595 * Math.log10(1 + f / 700);
  return Math.round(((mel(hertz) - mel(80)) / (mel(7600) - mel(80))) * (MEL_BANDS + 1)) - 1;
}

describe('logMel', () => {
  it.each([200, 440, 1000, 3000, 6000])('finds a tone of %d Hz in its band', (hertz) => {
    const { data } = logMel(sine(hertz, 22050), 22050);
    expect(loudestBand(data.subarray(5 * MEL_BANDS, 6 * MEL_BANDS))).toBe(bandOf(hertz));
  });

  it('gives a frame every 10 ms', () => {
    expect(logMel(new Float32Array(22050), 22050).frames).toBe(98);
    expect(logMel(new Float32Array(16000), 16000).frames).toBe(98);
  });

  it('gives the same level at any sample rate', () => {
    const level = (rate: number) => Math.max(...logMel(sine(1000, rate), rate).data);
    expect(level(16000)).toBeCloseTo(level(48000), 0);
  });

  it('falls by 20 dB when the sound is ten times quieter', () => {
    const loud = sine(1000, 16000);
    const band = bandOf(1000);
    expect(
      logMel(
        loud.map((x) => x / 10),
        16000,
      ).data[band]! - logMel(loud, 16000).data[band]!,
    ).toBeCloseTo(-20, 3);
  });

  it('is SILENCE for silence and for nothing at all', () => {
    for (const samples of [0, 16000]) {
      const { data } = logMel(new Float32Array(samples), 16000);
      expect(new Set(data)).toEqual(new Set([SILENCE]));
    }
  });

  it('refuses sample rates that the highest band does not fit', () => {
    expect(() => logMel(new Float32Array(100), 8000)).toThrow(/at least 16000 Hz, got 8000/);
  });
});
