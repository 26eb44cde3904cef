import { CmgError, type Labels } from '@cmg/core';
import type { ArraySource, NumberArray } from '../arrays/array-source.js';
import { type Locator, locatorText } from '../arrays/locator.js';
import { attempt, type FindingReporter } from '../table/finding-reporter.js';
import { sameLabels } from '../table/clip-labels.js';

/** One-hot labels of all clips, [N, T, C + 1], the last column background. */
export interface OneHotLabels extends NumberArray {
  readonly locator: Locator;
  /** T, C + 1. */
  readonly segments: number;
  readonly columns: number;
}

/** @throws CmgError if the array is not [N, segments, classes + 1] */
export async function readOneHot(arrays: ArraySource, locator: Locator, segments: number, classes: number): Promise<OneHotLabels> {
  const { shape, data } = await arrays.read(locator);
  if (shape.length !== 3 || shape[1] !== segments || shape[2] !== classes + 1) {
    throw new CmgError(`has shape [${shape.join(', ')}]; expected [clips, ${segments}, ${classes + 1}]`, {
      where: locatorText(locator),
      hint: `The last of ${classes + 1} columns is background.`,
    });
  }
  return { shape, data, locator, segments, columns: classes + 1 };
}

/**
 * Labels of the given clips: a segment's class is its foreground maximum, or background if that is 0; a clip's class is
 * that of its first foreground maximum. Segments that are not one-hot and clips without an event are reported.
 */
export async function labelsOf(
  labels: OneHotLabels,
  rows: readonly number[],
  modalities: readonly string[],
  report: FindingReporter,
): Promise<Labels> {
  const { segments: length } = labels;
  const clips = new Int32Array(rows.length);
  const segments = new Int32Array(rows.length * length);
  for (const [clip, row] of rows.entries()) {
    const own = segments.subarray(clip * length, (clip + 1) * length);
    await attempt(report, () => {
      readClip(labels, row, own);
      clips[clip] = own.find((label) => label >= 0) as number;
    });
  }
  return sameLabels(clips, segments, modalities);
}

function readClip({ data, segments, columns, locator }: OneHotLabels, row: number, out: Int32Array): void {
  const where = locatorText({ ...locator, row });
  for (let segment = 0; segment < segments; segment++) {
    const start = (row * segments + segment) * columns;
    const values = Array.from(data.subarray(start, start + columns));
    if (values.filter((value) => value === 1).length !== 1 || values.some((value) => value !== 0 && value !== 1)) {
      throw new CmgError(`segment ${segment} is not one-hot: ${values.join(' ')}`, { where });
    }
    const label = values.indexOf(1);
    out[segment] = label === columns - 1 ? -1 : label;
  }
  if (out.every((label) => label < 0)) throw new CmgError('no segment has an event', { where });
}
