import { type Share, type SharedOutcome, withLockedFolder } from '@cmg/formats';
import { join } from 'node:path';
import type { PlacedRow } from '../manifest/clip-row.js';
import type { ClipSettings } from './extract-clip.js';
import { ExtractRun } from './extract-run.js';
import { Journal } from './journal.js';
import { extractShared, takeShared } from './extract-shared.js';
import { writeManifest } from './write-manifest.js';

export interface ExtractOptions extends ClipSettings {
  /** The file that the rows come from: their paths are relative to it. */
  readonly manifest: string;
  readonly rows: readonly PlacedRow[];
  /** The folder to create or continue. */
  readonly folder: string;
  /** Extract clips that lack some of the modalities, with what they have; by default they are skipped as those that cannot be read. */
  readonly partial?: boolean;
  /** Clips that are processed concurrently. */
  readonly jobs: number;
  /** Extract together with other processes that are given the same, here or on machines that see the folder. */
  readonly share?: Share;
  /** Aborts; a later call continues. */
  readonly signal?: AbortSignal;
  /** Called after each clip. */
  readonly onClip?: (done: ExtractProgress) => void;
  /**
   * Called at the end: what features lack, such as words that are unknown, the most frequent first; clips that have the same features; another T
   * that fits the clips.
   */
  readonly onNote?: (note: string) => void;
}

export interface ExtractProgress {
  /** Clips extracted in this run. */
  readonly extracted: number;
  /** Clips that were already up to date. */
  readonly kept: number;
  /** Clips that failed, with the reason. */
  readonly failed: readonly ClipRemark[];
  /** What is doubtful about media that were extracted all the same, such as complaints of ffmpeg. */
  readonly doubtful: readonly ClipRemark[];
}

/** What there is to say about a clip. */
export interface ClipRemark {
  readonly id: string;
  readonly reason: string;
}

export interface ExtractResult extends ExtractProgress {
  /** `waiting`: its shard is extracted, others are not; the last of them writes the manifest. */
  readonly outcome: SharedOutcome;
}

/**
 * Extracts the media of a manifest into a folder of features. A clip that was already extracted from the same content with
 * the same extractors and options, and whose files are as they were written, is kept; one whose media cannot be read, or on which an extractor fails, is reported and skipped.
 * Where it is shared, the result tells what this process did.
 *
 * @throws CmgError if the folder cannot be written, and of kind `usage` if other processes write it and this one takes no part, or no clip can
 *   be extracted (for example because ffmpeg is missing)
 */
export async function extractFolder(options: ExtractOptions): Promise<ExtractResult> {
  const { folder, share, onNote } = options;
  const run = new ExtractRun(options);
  const outcome = await (share ? extractShared(options, run, share) : withLockedFolder(folder, () => extractAlone(options, run)));
  if (outcome !== 'interrupted') for (const note of run.remarks) onNote?.(note);
  return { outcome, ...run.progress };
}

async function extractAlone(options: ExtractOptions, run: ExtractRun): Promise<SharedOutcome> {
  const { folder, rows, jobs, signal } = options;
  const journal = await Journal.open(join(folder, 'extracted.jsonl'));
  await takeShared(folder, journal);
  const queue = rows.values();
  await Promise.all(Array.from({ length: jobs }, () => run.work(queue, journal)));
  if (signal?.aborted) return 'interrupted';
  await writeManifest(
    options,
    rows.flatMap(({ id }) => run.finished.get(id) ?? []),
  );
  return 'finished';
}
