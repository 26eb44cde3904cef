import type { Components } from '@cmg/core';
import type { Share } from '@cmg/formats';
import { extractFolder, type ExtractProgress, type ExtractResult, type Length, readManifest, type WantedExtractor } from '@cmg/media';
import { availableParallelism } from 'node:os';
import { createComponents } from '../create-components.js';
import { openExtractors } from './open-extractors.js';

export interface ExtractMediaOptions {
  /** CSV or JSON Lines: id, split, label, onset, offset, and a column per modality. */
  readonly manifest: string;
  /** Where the features go. */
  readonly folder: string;
  /** Default: the built-in ones. */
  readonly components?: Components;
  /** Default: those that have a column. One without a plugin needs an extractor by package or path. */
  readonly modalities?: readonly string[];
  /** How features are made; default: each modality's first extractor with its default options. */
  readonly extractors?: ReadonlyMap<string, WantedExtractor>;
  /** T; default: 10. */
  readonly segments?: number;
  /** How clips of other lengths come to T segments; default: `pad`. */
  readonly length?: Length;
  /** Extract clips that lack some of the modalities, with what they have; by default they are left out. */
  readonly partial?: boolean;
  /** Clips at the same time; default: one for each core. */
  readonly jobs?: number;
  /** Extract together with other processes that are given the same, here or on machines that see the folder. */
  readonly share?: Share;
  /** Aborted: it ends as `interrupted`, and a later call goes on. */
  readonly signal?: AbortSignal;
  /** Told after each clip. */
  readonly onClip?: (done: ExtractProgress, total: number) => void;
  /** Told of columns that are not a modality's, and thus left out, and of what features lack, such as words that are unknown. */
  readonly onNote?: (text: string) => void;
}

/**
 * Turns sound, video, pictures and text into a folder of features that the data set `folder` reads. What was made before from the
 * same content in the same way is kept.
 *
 * @throws CmgError where the manifest cannot be read, an extractor is unknown or unusable, or the folder cannot be written
 */
export async function extract(options: ExtractMediaOptions): Promise<ExtractResult> {
  const {
    manifest,
    folder,
    components = createComponents(),
    segments = 10,
    length = 'pad',
    partial = false,
    jobs = availableParallelism(),
    share,
    signal,
    onClip,
    onNote,
  } = options;
  const rows = await readManifest(manifest);
  const extractors = await openExtractors(components, rows, options);
  try {
    const watch = {
      ...(share && { share }),
      ...(signal && { signal }),
      ...(onNote && { onNote }),
      ...(onClip && { onClip: (done: ExtractProgress) => onClip(done, rows.length) }),
    };
    return await extractFolder({ manifest, rows, folder, extractors, segments, length, partial, jobs, ...watch });
  } finally {
    for (const { session } of Object.values(extractors)) session.dispose();
  }
}
