import { CmgError, type PerModality } from '@cmg/core';
import { join } from 'node:path';
import type { ArraySource } from '../arrays/array-source.js';
import { type Locator, locatorText } from '../arrays/locator.js';
import { release } from '../arrays/release.js';
import type { ClipSplit } from '../table/clip-table.js';
import type { FeatureLayout } from '../arrays/feature-layout.js';
import { attempt, type FindingReporter } from '../table/finding-reporter.js';
import { labelsOf, readOneHot } from './event-labels.js';
import { SEGMENTS } from './shapes.js';

/** Name of the array in each of AVE's files except the orders. */
const DATASET = 'avadataset';
const FILES: PerModality<string> = { audio: 'audio_feature.h5', video: 'visual_feature.h5' };

/** The arrays of AVE, one row per clip. */
export interface AveArrays {
  /** The features that can be read. */
  readonly features: PerModality<Locator>;
  /** Clips in each array; undefined if none can be read. */
  readonly clips: number | undefined;
  readonly files: readonly string[];
}

/** Opens the features in `root`; checks their shapes, and that all have the same number of clips. */
export async function openAve(
  root: string,
  layouts: PerModality<FeatureLayout>,
  arrays: ArraySource,
  report: FindingReporter,
): Promise<AveArrays> {
  const features: Record<string, Locator> = {};
  let clips: number | undefined;
  for (const [modality, { shape: segment }] of Object.entries(layouts)) {
    const locator = { file: join(root, FILES[modality] as string), name: DATASET };
    await attempt(report, async () => {
      const shape = await arrays.shape(locator);
      const expected = [clips ?? 'clips', SEGMENTS, ...segment];
      if (shape.slice(1).join() !== expected.slice(1).join() || (clips ?? shape[0]) !== shape[0]) {
        throw new CmgError(`has shape [${shape.join(', ')}]; expected [${expected.join(', ')}]`, { where: locatorText(locator) });
      }
      clips = shape[0];
      features[modality] = locator;
    });
  }
  return { features, clips, files: Object.values(features).map(({ file }) => file) };
}

export interface AveSplitFiles {
  /** Rows of the arrays, under the key `order`. */
  readonly order: string;
  /** One-hot, under the key `avadataset`. */
  readonly labels: string;
}

/** The clips that an order file lists. */
export async function aveSplit(
  { features, clips }: AveArrays,
  files: AveSplitFiles,
  classes: readonly string[],
  arrays: ArraySource,
  report: FindingReporter,
): Promise<ClipSplit> {
  const entries = (await attempt(report, () => readOrder(files.order, clips, arrays, report))) ?? [];
  const rows = entries.map(({ row }) => row);
  const labels = { file: files.labels, name: DATASET };
  return {
    clips: rows.length,
    origin: (clip) => entries[clip]?.where ?? files.order,
    locate: Object.fromEntries(
      Object.entries(features).map(([modality, locator]) => [modality, (clip: number) => ({ ...locator, row: rows[clip] as number })]),
    ),
    async labels() {
      const oneHot = await readOneHot(arrays, labels, SEGMENTS, classes.length);
      if (oneHot.shape[0] !== (clips ?? oneHot.shape[0])) {
        throw new CmgError(`has ${oneHot.shape[0]} rows; the features have ${clips}`, { where: locatorText(labels) });
      }
      const found = await labelsOf(oneHot, rows, Object.keys(features), report);
      release(oneHot);
      return found;
    },
  };
}

interface OrderEntry {
  readonly row: number;
  /** For messages. */
  readonly where: string;
}

async function readOrder(file: string, clips: number | undefined, arrays: ArraySource, report: FindingReporter): Promise<OrderEntry[]> {
  const locator = { file, name: 'order' };
  const { shape, data } = await arrays.read(locator);
  if (shape.length !== 1) throw new CmgError(`has shape [${shape.join(', ')}]; expected [clips]`, { where: locatorText(locator) });
  const seen = new Set<number>();
  return Array.from(data, (row, i) => ({ row, where: locatorText({ ...locator, row: i }) })).filter(({ row, where }) => {
    if (seen.has(row)) report.warning(where, `lists row ${row} twice`);
    seen.add(row);
    if (Number.isInteger(row) && row >= 0 && row < (clips ?? Infinity)) return true;
    report.error(where, `is ${row}; the features have rows 0 to ${(clips ?? 0) - 1}`);
    return false;
  });
}
