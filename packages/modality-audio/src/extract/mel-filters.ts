/** A triangular filter over the bins of a power spectrum: weights of the bins from `first` on. */
export interface MelFilter {
  readonly first: number;
  readonly weights: Float64Array;
}

const LOWEST = 80;
const HIGHEST = 7600;

const mel = (hertz: number) => 2595 * Math.log10(1 + hertz / 700);
const hertz = (mels: number) => 700 * (10 ** (mels / 2595) - 1);

/**
 * Triangles of height 1 with corners evenly spaced on the HTK mel scale, from 80 to 7,600 Hz. Corners are not rounded to
 * bins, so that no band is empty.
 *
 * @param size length of the transform; its bins are `sampleRate / size` Hz apart
 */
export function melFilters(bands: number, size: number, sampleRate: number): MelFilter[] {
  const corners = Array.from(
    { length: bands + 2 },
    (_, i) => (hertz(mel(LOWEST) + ((mel(HIGHEST) - mel(LOWEST)) * i) / (bands + 1)) * size) / sampleRate,
  );
  return Array.from({ length: bands }, (_, band) => {
    const [low, centre, high] = corners.slice(band, band + 3) as [number, number, number];
    const first = Math.ceil(low);
    const weights = Float64Array.from({ length: Math.floor(high) - first + 1 }, (_, i) => {
      const bin = first + i;
      return bin < centre ? (bin - low) / (centre - low) : (high - bin) / (high - centre);
    });
    return { first, weights };
  });
}
