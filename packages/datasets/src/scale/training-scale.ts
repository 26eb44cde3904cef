import { CmgError, type Dataset, forModality, type NdArray } from '@cmg/core';
import { fileNameOf } from '@cmg/formats';
import { join } from 'node:path';
import { cachedTensors } from '../cache/cached-tensors.js';
import { overallDeviation, RunningStatistics, type Statistics } from './running-statistics.js';

/** Changes whenever the same clips would give a different scale. */
const VERSION = 3;
/** A value of a vector counts as varying at least this much, as a share of the root mean square deviation of all. */
const LEAST = 0.1;
/** Numbers of features in memory at a time: 16 MiB. */
const MOST_NUMBERS = 2 ** 22;

/** y = (x - shift) * factor, column by column; a single shift or factor applies to all columns. */
export interface AffineScale {
  readonly shift: Float32Array;
  readonly factor: Float32Array;
}

/** Where to find the training clips. */
export interface ScaleContext {
  readonly cacheDir: string;
  /** Whether maps are centred; vectors always are. */
  readonly centreMaps: boolean;
  /** Called with the progress, a fraction in [0, 1]. */
  readonly onProgress: (done: number) => void;
}

/**
 * The scale at which the training clips of a modality have mean 0 and deviation 1 in each value of a vector. Of maps, each value has mean
 * 0, and all together deviation 1: a value of its own deviation would make noise of those that hardly vary. In vectors, too, what hardly varies
 * in training (such as a channel of a network that rarely fires) is not blown up: a tenth of the root mean square deviation is the least that
 * is divided by.
 *
 * Computed from all segments that there are of the split `train`, or of the first that has the modality, a few at a time, and kept in the cache.
 *
 * @throws CmgError if features cannot be read or are not finite
 */
export async function trainingScale(
  dataset: Dataset,
  modality: string,
  { cacheDir, onProgress, centreMaps }: ScaleContext,
): Promise<AffineScale> {
  const file = join(cacheDir, `scale-${VERSION}-${dataset.fingerprint}-${fileNameOf(modality)}.safetensors`);
  const tensors = await cachedTensors(file, async () => {
    const statistics = await statisticsOf(dataset, modality, onProgress);
    const isMap = forModality(dataset.featureShapes, modality).length > 1;
    const scaleOfMaps = centreMaps ? centredScaleOfMaps : plainScaleOfMaps;
    const { shift, factor } = isMap ? scaleOfMaps(statistics) : scaleOfVectors(statistics);
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

const scaleOfVectors = ({ mean, deviation }: Statistics): AffineScale => {
  const least = LEAST * rootMeanSquare(deviation);
  return { shift: Float32Array.from(mean), factor: Float32Array.from(deviation, (value) => inverse(Math.max(value, least))) };
};

const centredScaleOfMaps = ({ mean, deviation }: Statistics): AffineScale => ({
  shift: Float32Array.from(mean),
  factor: Float32Array.of(inverse(rootMeanSquare(deviation))),
});

/** Leaves zero where it is. */
const plainScaleOfMaps = (statistics: Statistics): AffineScale => ({
  shift: Float32Array.of(0),
  factor: Float32Array.of(inverse(overallDeviation(statistics))),
});

const rootMeanSquare = (values: Float64Array) => Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);

const inverse = (deviation: number) => (deviation > 1e-5 ? 1 / deviation : 1);

async function statisticsOf(dataset: Dataset, modality: string, onProgress: (done: number) => void): Promise<Statistics> {
  const split = trainingSplit(dataset, modality);
  const clips = forModality(dataset.splits, split);
  const width = forModality(dataset.featureShapes, modality).reduce((a, b) => a * b, 1);
  const running = new RunningStatistics(width);
  const step = Math.max(1, Math.floor(MOST_NUMBERS / (dataset.segments * width)));
  for (let first = 0; first < clips; first += step) {
    const rows = Int32Array.from({ length: Math.min(step, clips - first) }, (_, i) => first + i);
    const { data } = await dataset.read(split, modality, rows);
    const lengths = dataset.lengths?.(split, modality);
    if (lengths === undefined) running.add(data);
    else rows.forEach((row, i) => running.add(ofClip(data, i, lengths[row] as number, dataset.segments, width)));
    onProgress((first + rows.length) / clips);
  }
  const { statistics } = running;
  if (statistics.deviation.every(Number.isFinite)) return statistics;
  throw new CmgError(`features of ${modality} in split '${split}' are not all finite, so they cannot be scaled`, {
    hint: '`cmg data check` lists the files.',
  });
}

/** The segments that the i-th clip of a block has. */
const ofClip = (block: Float32Array, i: number, length: number, segments: number, width: number): Float32Array =>
  block.subarray(i * segments * width, (i * segments + length) * width);

function trainingSplit({ splits, splitModalities }: Dataset, modality: string): string {
  const having = Object.keys(splits).filter((split) => splitModalities?.[split]?.includes(modality) ?? true);
  return having.find((split) => split === 'train') ?? (having[0] as string);
}
