/** Most numbers of features in memory at a time, whatever the size of a clip: 64 MiB. */
const MOST_NUMBERS = 2 ** 24;

/** How many clips of such features, [T, ...], are encoded at a time: `most`, or fewer where they are large. */
export function clipsAtATime(shape: readonly number[], most: number): number {
  const numbers = shape.reduce((product, n) => product * n, 1);
  return Math.max(1, Math.min(most, Math.floor(MOST_NUMBERS / numbers)));
}
