import { CmgError } from '@cmg/core';
import type { VectorIndex } from '@cmg/search';
import { relative } from 'node:path';
import type { Features } from '../features/feature-source.js';
import type { OnLeftOut } from '../features/left-out.js';
import { checkInterrupt } from '../interruptible.js';
import { checkModality, type Run } from '../runs/open-run.js';
import { clipVectors, type ClipVectors } from './clip-vectors.js';
import { codesOfFeatures, codesOfSplit, type NamedCodes } from './named-codes.js';
import { searchPackage } from './search-package.js';

/** Clips that are acknowledged together: few enough that an interrupt need not wait. */
const BATCH = 2048;

export interface IndexClipsOptions {
  /** Folder of the index; made where there is none. */
  readonly index: string;
  readonly modalities: readonly string[];
  /** The clips: features or raw media, or a split of the run's own data. */
  readonly clips: { readonly features: Features } | { readonly split: string };
  /** Folder of a retrieval head to compare clips by; default: by the mean of their codes. */
  readonly head?: string;
  /** Aborted: what was told to `onBatch` stays, and it ends as `interrupted`. */
  readonly signal?: AbortSignal;
  /** Told of clips of features whose codes are known. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Told of unknown columns of a manifest, of features at another scale, and of what they lack, such as words that are unknown. */
  readonly onNote?: (note: string) => void;
  /** Told of clips of a manifest that cannot be read or encoded, and why: they are not indexed. Without it the first of them ends it. */
  readonly onLeftOut?: (modality: string, ...failed: Parameters<OnLeftOut>) => void;
  /** Told of clips that are on disk. */
  readonly onBatch?: (modality: string, clips: number) => void;
}

/**
 * Puts clips into an index that `searchIndex` searches across modalities. Clips that are there already are replaced.
 *
 * @throws CmgError where the run lacks a modality, the clips cannot be read, or the index is of another run or head
 */
export async function indexClips(run: Run, options: IndexClipsOptions): Promise<'finished' | 'interrupted'> {
  const { index: folder, modalities, signal } = options;
  for (const modality of modalities) checkModality(run, modality);
  const { VectorIndex } = await searchPackage();
  const vectors = await clipVectors(run, options.head);
  const from = (to: string) => relative(folder, to);
  const plugins = pluginsOf(run.config);
  const about = { checkpoint: run.checkpoint, vectors: vectors.identity };
  const remarks = {
    run: from(run.folder),
    ...(run.step !== undefined && { step: String(run.step) }),
    ...(options.head && { head: from(options.head) }),
    ...(plugins !== '' && { plugins }),
  };
  try {
    const index = await VectorIndex.open(folder, { write: true, create: { width: vectors.width, about, remarks } });
    try {
      await fill(index, run, vectors, options);
      return 'finished';
    } catch (error) {
      if (signal?.aborted) return 'interrupted';
      throw error;
    } finally {
      await index.close();
    }
  } finally {
    vectors.dispose();
  }
}

/** `imu from @me/modality-imu 1.2.0`, for people; the run itself says how they are loaded. */
function pluginsOf({ modalities, data }: Run['config']): string {
  return [...modalities, data]
    .flatMap(({ use, from }) => (from === undefined ? [] : [`${use} from ${from.specifier} ${from.version ?? ''}`.trim()]))
    .join(', ');
}

async function fill(
  index: VectorIndex,
  run: Run,
  vectors: ClipVectors,
  { modalities, clips, signal, onProgress, onNote, onLeftOut, onBatch }: IndexClipsOptions,
): Promise<void> {
  const watch = { ...(signal && { signal }), ...(onProgress && { onProgress }), ...(onNote && { onNote }) };
  const dataset = 'split' in clips ? await run.openDataset() : undefined;
  try {
    for (const modality of modalities) {
      const named =
        'split' in clips
          ? codesOfSplit(run, modality, { dataset: dataset as NonNullable<typeof dataset>, split: clips.split, signal })
          : codesOfFeatures(run, modality, clips.features, {
              ...watch,
              ...(onLeftOut && { onLeftOut: (...failed) => onLeftOut(modality, ...failed) }),
            });
      for (const batch of batchesOf(await named)) {
        if (signal) await checkInterrupt(signal);
        const found = await vectors.of(batch, 'item');
        await index.add(batch.ids.map((id, i) => ({ id, modality, vector: found[i] as Float32Array })));
        onBatch?.(modality, batch.ids.length);
      }
    }
  } finally {
    await dataset?.close();
  }
}

function* batchesOf({ ids, segments, levels, indices }: NamedCodes): Generator<NamedCodes> {
  const clip = segments * levels;
  for (let first = 0; first < ids.length; first += BATCH) {
    yield { ids: ids.slice(first, first + BATCH), segments, levels, indices: indices.subarray(first * clip, (first + BATCH) * clip) };
  }
}

/** What an index holds. */
export interface IndexSummary {
  readonly size: number;
  readonly width: number;
  /** Clips of each. */
  readonly modalities: Readonly<Record<string, number>>;
  /** Of which run and head. */
  readonly about: Readonly<Record<string, string>>;
}

/** @throws CmgError where the folder holds no index */
export async function describeIndex(folder: string): Promise<IndexSummary> {
  const { VectorIndex } = await searchPackage();
  const { size, width, modalities, about } = await VectorIndex.open(folder);
  return { size, width, modalities, about };
}

/**
 * Takes clips out of an index; those that it does not have are passed over.
 *
 * @param modalities in which they are taken out; default: all
 */
export async function removeClips(folder: string, ids: readonly string[], modalities?: readonly string[]): Promise<void> {
  if (ids.length === 0) throw new CmgError('no clips are named', { kind: 'usage' });
  const { VectorIndex } = await searchPackage();
  const index = await VectorIndex.open(folder, { write: true });
  try {
    const names = modalities ?? Object.keys(index.modalities);
    await index.remove(ids.flatMap((id) => names.map((modality) => ({ id, modality }))));
  } finally {
    await index.close();
  }
}
