import { type NpyRows, withNpyRows } from '@cmg/formats';
import type { NumberArray } from './array-source.js';
import { type Locator, locatorText } from './locator.js';
import { toNumberArray } from './number-array.js';

/** Reads `.npy`, and `.npz` by array name or with a single array. */
export function readNpy(locator: Locator): Promise<NumberArray> {
  const read = async (rows: NpyRows) => toNumberArray((await rows.all()).data, rows.shape, locatorText(locator));
  return withNpyRows(locator.file, read, locator.name);
}
