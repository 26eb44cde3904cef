import { forModality } from '@cmg/core';
import type { ArraySource } from '../arrays/array-source.js';
import { type Locator, locatorText } from '../arrays/locator.js';
import type { ClipTable } from './clip-table.js';
import { checkShape, type FeatureLayout, widthOf } from '../arrays/feature-layout.js';
import { inParallel } from '../arrays/in-parallel.js';
import { attempt, type FindingReporter } from './finding-reporter.js';

/** Arrays read concurrently. */
const AHEAD = 4;

interface Wanted {
  readonly modality: string;
  readonly from: Locator;
  readonly layout: FeatureLayout;
}

/**
 * Reads the features of every clip in every modality once, and checks their shapes and that all values are finite.
 *
 * @param readable whether a file is readable; unreadable files are already reported
 * @returns the number of arrays read
 */
export async function checkFeatures(
  table: ClipTable,
  arrays: ArraySource,
  readable: (file: string) => boolean,
  report: FindingReporter,
  onProgress: (done: number) => void,
): Promise<number> {
  const wanted = [...arraysOf(table).values()].filter(({ from }) => readable(from.file));
  const still = new Set<Wanted>();
  let done = 0;
  await inParallel(wanted, AHEAD, async (one) => {
    if (await attempt(report, () => checkArray(one, table.segments, arrays, report))) still.add(one);
    onProgress(++done / wanted.length);
  });
  for (const modality of Object.keys(table.features)) reportStill(modality, wanted, still, report);
  return wanted.length;
}

/** Every array that a clip refers to, keyed by its locator; sound with five captions occurs once. */
function arraysOf({ splits, features }: ClipTable): Map<string, Wanted> {
  const found = new Map<string, Wanted>();
  for (const { clips, locate } of Object.values(splits)) {
    for (const [modality, locator] of Object.entries(locate)) {
      const layout = forModality(features, modality);
      for (let clip = 0; clip < clips; clip++) {
        const from = locator(clip);
        if (from !== undefined) found.set(locatorText(from), { modality, from, layout });
      }
    }
  }
  return found;
}

/** @returns whether all its segments are the same */
async function checkArray({ from, layout }: Wanted, segments: number, arrays: ArraySource, report: FindingReporter): Promise<boolean> {
  const where = locatorText(from);
  const { shape, wrong, first, still } = await arrays.summary(from);
  checkShape({ shape }, layout, segments, where);
  const width = widthOf(layout);
  if (wrong > 0) report.error(where, `contains ${wrong} values that are not finite, the first in row ${Math.floor(first / width)}`);
  return still;
}

/** Where all are so, as with pictures that are no video, they are meant to be. */
function reportStill(modality: string, wanted: readonly Wanted[], still: ReadonlySet<Wanted>, report: FindingReporter): void {
  const all = wanted.filter((one) => one.modality === modality);
  const found = all.filter((one) => still.has(one));
  const [first] = found;
  if (first === undefined || found.length === all.length) return;
  const what = `${found.length} of ${all.length} arrays are the same in all their segments, the first: ${locatorText(first.from)}`;
  report.warning(modality, what, 'A still picture, mute sound, a single word: nothing in them tells when.');
}
