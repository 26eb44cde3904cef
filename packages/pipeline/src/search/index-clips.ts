import { CmgError } from '@cmg/core';
import type { Share, SharedOutcome } from '@cmg/formats';
import type { VectorIndex } from '@cmg/search';
import { relative } from 'node:path';
import type { EncodeOptions } from '../encoding/encode.js';
import type { Features } from '../features/feature-source.js';
import type { OnLeftOut } from '../features/left-out.js';
import { checkInterrupt } from '../interruptible.js';
import { checkModality, type Run } from '../runs/open-run.js';
import { clipVectors, type ClipVectors } from './clip-vectors.js';
import { codesOfFeatures, codesOfSplit, codesShared, type NamedCodes } from './named-codes.js';
import { searchPackage } from './search-package.js';

/** Clips that are acknowledged together: few enough that an interrupt need not wait. */
const BATCH = 2048;

export interface IndexClipsOptions {
  /** Folder of the index; made where there is none. */
  readonly index: string;
  readonly modalities: readonly string[];
  /** The clips: features or raw media, or a split of the run's own data. */
  readonly clips: { readonly features: Features } | { readonly split: string };
  /** Encode clips of features together with other processes that are given the same, here or on machines that see the folder. */
  readonly share?: Share;
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
 * @returns `waiting` where this process has done its shard: the last one puts all into the index
 * @throws CmgError where the run lacks a modality, the clips cannot be read, or the index is of another run or head
 */
export async function indexClips(run: Run, options: IndexClipsOptions): Promise<SharedOutcome> {
  const { index: folder, modalities, signal, share } = options;
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
  const withIndex = async (use: (index: VectorIndex) => Promise<void>): Promise<void> => {
    const index = await VectorIndex.open(folder, { write: true, create: { width: vectors.width, about, remarks } });
    try {
      await use(index);
    } finally {
      await index.close();
    }
  };
  try {
    if (share !== undefined) return await fillShared(withIndex, run, vectors, { ...options, share });
    await withIndex((index) => fill(index, run, vectors, options));
    return 'finished';
  } catch (error) {
    if (signal?.aborted) return 'interrupted';
    throw error;
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

async function fill(index: VectorIndex, run: Run, vectors: ClipVectors, options: IndexClipsOptions): Promise<void> {
  const { modalities, clips, signal } = options;
  const dataset = 'split' in clips ? await run.openDataset() : undefined;
  try {
    for (const modality of modalities) {
      const named =
        'split' in clips
          ? codesOfSplit(run, modality, { dataset: dataset as NonNullable<typeof dataset>, split: clips.split, signal })
          : codesOfFeatures(run, modality, clips.features, watchOf(modality, options));
      await add(index, modality, await named, vectors, options);
    }
  } finally {
    await dataset?.close();
  }
}

/** One modality after the other is encoded by all; who finds it done puts it into the index. */
async function fillShared(
  withIndex: (use: (index: VectorIndex) => Promise<void>) => Promise<void>,
  run: Run,
  vectors: ClipVectors,
  { share, ...options }: IndexClipsOptions & { readonly share: Share },
): Promise<SharedOutcome> {
  const { index: folder, modalities, clips } = options;
  if ('split' in clips) {
    throw new CmgError('the clips of a split are not shared', { kind: 'usage', hint: 'Name a file of features or a manifest.' });
  }
  const outcomes: SharedOutcome[] = [];
  for (const modality of modalities) {
    const use = (codes: NamedCodes) => withIndex((index) => add(index, modality, codes, vectors, options));
    const room = `${folder}.${modality}.shared`;
    const outcome = await codesShared(run, modality, clips.features, { ...watchOf(modality, options), share, room, use });
    if (outcome === 'interrupted') return outcome;
    outcomes.push(outcome);
  }
  return outcomes.includes('waiting') ? 'waiting' : 'finished';
}

async function add(
  index: VectorIndex,
  modality: string,
  codes: NamedCodes,
  vectors: ClipVectors,
  { signal, onBatch }: IndexClipsOptions,
): Promise<void> {
  for (const batch of batchesOf(codes)) {
    if (signal) await checkInterrupt(signal);
    const found = await vectors.of(batch, 'item');
    await index.add(batch.ids.map((id, i) => ({ id, modality, vector: found[i] as Float32Array })));
    onBatch?.(modality, batch.ids.length);
  }
}

const watchOf = (modality: string, { signal, onProgress, onNote, onLeftOut }: IndexClipsOptions): EncodeOptions => ({
  ...(signal && { signal }),
  ...(onProgress && { onProgress }),
  ...(onNote && { onNote }),
  ...(onLeftOut && { onLeftOut: (...failed) => onLeftOut(modality, ...failed) }),
});

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
