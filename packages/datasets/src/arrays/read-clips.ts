import type { ClipArrays, NumberArray } from './array-source.js';
import { checkShape, fitSegments, widthOf } from './feature-layout.js';
import { inParallel } from './in-parallel.js';
import { type Locator, locatorText } from './locator.js';
import { release } from './release.js';

/**
 * Arrays read concurrently. For separate files, enough to keep the disk and a decoder busy; rows of one file are read sequentially
 * anyway, and each waiting one would take memory.
 */
const AHEAD = { files: 4, rows: 1 } as const;

/** Reads each clip's array into its place in one block, [B, T, ...layout.shape]: besides the block only a few arrays are in memory. */
export async function readClips(
  read: (locator: Locator) => Promise<NumberArray>,
  { from, layout, segments, spare }: ClipArrays,
): Promise<Float32Array> {
  const width = segments * widthOf(layout);
  const size = from.length * width;
  const block = spare?.length === size ? spare : new Float32Array(size);
  // A large file is read from start to end, so that neighbouring rows share a chunk.
  const ordered = from.map((locator, i) => ({ locator, i })).sort((a, b) => (a.locator.row ?? 0) - (b.locator.row ?? 0));
  const ahead = from[0]?.row === undefined ? AHEAD.files : AHEAD.rows;
  await inParallel(ordered, ahead, async ({ locator, i }) => {
    const array = await read(locator);
    checkShape(array, layout, segments, locatorText(locator));
    fitSegments(array, layout, segments, block, i * width);
    release(array);
  });
  return block;
}
