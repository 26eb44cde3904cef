import { CmgError, type Components, type PerModality } from '@cmg/core';
import {
  extractFolder,
  type ExtractProgress,
  type ExtractResult,
  type Length,
  openExtractor,
  type OpenExtractor,
  type PlacedRow,
  readManifest,
  type WantedExtractor,
} from '@cmg/media';
import { availableParallelism } from 'node:os';
import { createComponents } from '../create-components.js';
import { columnsOf } from './columns-of.js';
import { loadExtractor } from './load-extractor.js';

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
  /** Clips at the same time; default: one for each core. */
  readonly jobs?: number;
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
    jobs = availableParallelism(),
    signal,
    onClip,
    onNote,
  } = options;
  const rows = await readManifest(manifest);
  const extractors = await openExtractors(components, rows, options);
  try {
    const watch = {
      ...(signal && { signal }),
      ...(onNote && { onNote }),
      ...(onClip && { onClip: (done: ExtractProgress) => onClip(done, rows.length) }),
    };
    return await extractFolder({ manifest, rows, folder, extractors, segments, length, jobs, ...watch });
  } finally {
    for (const { session } of Object.values(extractors)) session.dispose();
  }
}

async function openExtractors(
  { modalities: plugins }: Components,
  rows: readonly PlacedRow[],
  { manifest, modalities, extractors: wanted = new Map(), onNote }: ExtractMediaOptions,
): Promise<PerModality<OpenExtractor>> {
  const known = [...new Set([...plugins.names, ...plugins.absent.keys(), ...wanted.keys(), ...(modalities ?? [])])];
  const { present, notes } = columnsOf(manifest, rows, known);
  const names = modalities ?? present;
  for (const note of notes) onNote?.(note);
  if (names.length === 0) {
    const hint = `Name a column after each: ${known.join(', ')}, or image (for video).`;
    throw new CmgError('the manifest has no column of a modality', { kind: 'usage', where: manifest, hint });
  }
  const unused = [...wanted.keys()].find((name) => !names.includes(name));
  if (unused !== undefined) {
    throw new CmgError(`an extractor is given for '${unused}', which is not extracted`, {
      kind: 'usage',
      hint: `Extracted: ${names.join(', ')}.`,
    });
  }
  const open: [string, OpenExtractor][] = [];
  try {
    for (const name of names) {
      const plugin = wanted.has(name) && !plugins.has(name) ? { name } : plugins.get(name);
      open.push([name, await openExtractor(plugin, wanted.get(name), loadExtractor)]);
    }
  } catch (error) {
    for (const [, { session }] of open) session.dispose();
    throw error;
  }
  return Object.fromEntries(open);
}
