import { type DatasetContext, forModality, type PerModality } from '@cmg/core';
import { fileNameOf } from '@cmg/formats';
import { join } from 'node:path';
import type { ArraySource } from '../arrays/array-source.js';
import { inParallel } from '../arrays/in-parallel.js';
import { cachedTensors } from '../cache/cached-tensors.js';
import type { ClipSplit, ClipTable } from './clip-table.js';

/** Arrays read concurrently. */
const AHEAD = 4;

/** Per split, and of it per modality of which not all clips have all segments, how many each clip has, [N]. */
export type ClipLengths = Readonly<Record<string, PerModality<Int32Array>>>;

/**
 * The lengths of clips that lack a modality, or that keep a length of their own (`fit: own`). These are those of their arrays, each of which
 * is read once; then the cache has them.
 *
 * @throws CmgError if an array cannot be read
 */
export async function clipLengths(
  table: ClipTable,
  arrays: ArraySource,
  fingerprint: string,
  context: DatasetContext,
): Promise<ClipLengths> {
  const found: Record<string, Record<string, Int32Array>> = {};
  for (const [name, split] of Object.entries(table.splits)) {
    for (const modality of Object.keys(split.locate)) {
      const lengths = await lengthsOf(table, split, modality, async (count) => {
        const file = join(context.cacheDir, `lengths-${fingerprint}-${fileNameOf(name)}-${fileNameOf(modality)}.safetensors`);
        const tensors = await cachedTensors(file, async () => {
          const data = await count(arrays, (done) => context.onProgress?.(`lengths of ${modality}, ${name}`, done));
          return new Map([['lengths', { data, shape: [data.length] }]]);
        });
        return tensors.get('lengths')?.data as Int32Array;
      });
      if (lengths.some((length) => length < table.segments)) (found[name] ??= {})[modality] = lengths;
    }
  }
  return found;
}

type Count = (arrays: ArraySource, onProgress: (done: number) => void) => Promise<Int32Array>;

async function lengthsOf(
  { features, segments }: ClipTable,
  { clips, locate }: ClipSplit,
  modality: string,
  remembered: (count: Count) => Promise<Int32Array>,
): Promise<Int32Array> {
  const locator = forModality(locate, modality);
  const { fit, length = segments } = forModality(features, modality);
  if (fit !== 'own') return Int32Array.from({ length: clips }, (_, clip) => (locator(clip) === undefined ? 0 : segments));
  return remembered(async (arrays, onProgress) => {
    const lengths = new Int32Array(clips);
    let done = 0;
    await inParallel(lengths.keys(), AHEAD, async (clip) => {
      const from = locator(clip);
      const rows = from === undefined ? 0 : ((await arrays.summary(from)).shape[0] ?? 0);
      lengths[clip] = Math.min(segments, Math.ceil((rows * segments) / length));
      onProgress(++done / clips);
    });
    return lengths;
  });
}
