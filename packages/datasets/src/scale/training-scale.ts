import { CmgError, type Dataset, forModality, type NdArray } from '@cmg/core';
import { join } from 'node:path';
import { cachedTensors } from '../cache/cached-tensors.js';
import { overallDeviation, RunningStatistics, type Statistics } from './running-statistics.js';

/** Changes whenever the same clips would give a different scale. */
const VERSION = 1;
/** Numbers of features in memory at a time: 16 MiB. */
const MOST_NUMBERS = 2 ** 22;

/** y = (x - shift) * factor, column by column; a single shift and factor apply to all columns. */
export interface AffineScale {
  readonly shift: Float32Array;
  readonly factor: Float32Array;
}

/** Where to find the training clips. */
export interface ScaleContext {
  readonly cacheDir: string;
  /** Called with the progress, a fraction in [0, 1]. */
  readonly onProgress: (done: number) => void;
}

/**
 * The scale at which the training clips of a modality have mean 0 and deviation 1 in each value of a vector; maps, in which
 * zero means absence, are divided by the deviation of all their values. Values that never vary are not scaled.
 *
 * Computed from all clips of the split `train`, or of the first that has the modality, a few at a time, and kept in the cache.
 *
 * @throws CmgError if features cannot be read or are not finite
 */
export async function trainingScale(dataset: Dataset, modality: string, { cacheDir, onProgress }: ScaleContext): Promise<AffineScale> {
  const file = join(cacheDir, `scale-${VERSION}-${dataset.fingerprint}-${encodeURIComponent(modality)}.safetensors`);
  const tensors = await cachedTensors(file, async () => {
    const { shift, factor } = scaleOf(await statisticsOf(dataset, modality, onProgress), forModality(dataset.featureShapes, modality));
    const tensor = (data: Float32Array): NdArray => ({ shape: [data.length], data });
    return new Map([
      ['shift', tensor(shift)],
      ['factor', tensor(factor)],
    ]);
  });
  const values = (name: keyof AffineScale) => tensors.get(name)!.data as Float32Array;
  return { shift: values('shift'), factor: values('factor') };
}

/** Scales any number of rows. @param out the destination; it may be the values themselves */
export function applyScale(
  values: Float32Array,
  { shift, factor }: AffineScale,
  out: Float32Array = new Float32Array(values.length),
): Float32Array {
  for (let i = 0; i < values.length; i++) out[i] = (values[i]! - shift[i % shift.length]!) * factor[i % factor.length]!;
  return out;
}

function scaleOf(statistics: Statistics, featureShape: readonly number[]): AffineScale {
  if (featureShape.length > 1) return { shift: Float32Array.of(0), factor: Float32Array.of(inverse(overallDeviation(statistics))) };
  return { shift: Float32Array.from(statistics.mean), factor: Float32Array.from(statistics.deviation, inverse) };
}

const inverse = (deviation: number) => (deviation > 1e-5 ? 1 / deviation : 1);

async function statisticsOf(dataset: Dataset, modality: string, onProgress: (done: number) => void): Promise<Statistics> {
  const split = trainingSplit(dataset, modality);
  const clips = forModality(dataset.splits, split);
  const width = forModality(dataset.featureShapes, modality).reduce((a, b) => a * b, 1);
  const running = new RunningStatistics(width);
  const step = Math.max(1, Math.floor(MOST_NUMBERS / (dataset.segments * width)));
  for (let first = 0; first < clips; first += step) {
    const rows = Int32Array.from({ length: Math.min(step, clips - first) }, (_, i) => first + i);
    running.add((await dataset.read(split, modality, rows)).data);
    onProgress((first + rows.length) / clips);
  }
  const { statistics } = running;
  if (statistics.deviation.every(Number.isFinite)) return statistics;
  throw new CmgError(`features of ${modality} in split '${split}' are not all finite, so they cannot be scaled`, {
    hint: '`cmg data check` lists the files.',
  });
}

function trainingSplit({ splits, splitModalities }: Dataset, modality: string): string {
  const having = Object.keys(splits).filter((split) => splitModalities?.[split]?.includes(modality) ?? true);
  return having.find((split) => split === 'train') ?? (having[0] as string);
}
