import { CmgError } from '@cmg/core';
import { fileHash } from '@cmg/formats';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isTextFile } from '../decode/is-text-file.js';
import { fitClip, type Window } from '../length/fit-clip.js';
import type { PlacedRow } from '../manifest/clip-row.js';
import { clipMedia } from './clip-media.js';
import { lengthNotes, sameFeatures } from './clip-notes.js';
import { contentKey } from './content-key.js';
import { clipTimelines, writeClip } from './extract-clip.js';
import type { ClipRemark, ExtractOptions, ExtractProgress } from './extract-folder.js';
import type { FinishedClip, Journal } from './journal.js';
import { NoteTally } from './note-tally.js';

/** Changes whenever the same input would give different features. */
const FEATURES = 2;

/** Where finished clips are written down, and found again. */
type Finished = Pick<Journal, 'add' | 'find'>;

/** Features of a clip, not written yet. */
interface MadeClip {
  readonly key: string;
  readonly windows: readonly Window[];
}

/** One run of `extractFolder`: what several workers share. */
export class ExtractRun {
  readonly finished = new Map<string, FinishedClip>();
  private readonly notes = new NoteTally();
  /** Of the clips that were extracted anew, how many segments the longest of their media had before it came to T. */
  private readonly lengths: number[] = [];
  private readonly failed: ClipRemark[] = [];
  private readonly doubtful: ClipRemark[] = [];
  private extracted = 0;
  private readonly failure = new AbortController();
  private readonly signal: AbortSignal;
  private outdated: Promise<void> | undefined;

  constructor(private readonly options: ExtractOptions) {
    this.signal = AbortSignal.any([this.failure.signal, ...(options.signal ? [options.signal] : [])]);
  }

  get progress(): ExtractProgress {
    return { extracted: this.extracted, kept: this.finished.size - this.extracted, failed: this.failed, doubtful: this.doubtful };
  }

  /** What there is to say of all clips together. */
  get remarks(): string[] {
    const { extractors, segments, length } = this.options;
    const timed = Object.keys(extractors).filter((name) => extractors[name]?.session.format.kind !== 'text');
    return [...this.notes.lines, ...sameFeatures(this.finished.values(), timed), ...lengthNotes(this.lengths, segments, length)];
  }

  /** By the caller, or as a clip showed something that concerns all. */
  get stopped(): boolean {
    return this.signal.aborted;
  }

  /** Takes clips from the queue until it is empty or the run is stopped. */
  async work(queue: Iterator<PlacedRow>, journal: Finished): Promise<void> {
    for (let next = queue.next(); !next.done && !this.signal.aborted; next = queue.next()) {
      try {
        await this.clip(next.value, journal);
      } catch (error) {
        // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- aborted in the meantime
        if (this.signal.aborted) return;
        this.failure.abort();
        throw error;
      }
      this.options.onClip?.(this.progress);
    }
  }

  /** Makes and writes a clip; whatever is wrong with it alone ends here. */
  private async clip(row: PlacedRow, journal: Finished): Promise<void> {
    let writes = false;
    try {
      const made = await this.make(row, journal);
      writes = true;
      if ('rows' in made) this.finished.set(row.id, made);
      else await this.write(row, made, journal);
    } catch (error) {
      // A usage error concerns every clip, and so does a full disk.
      const concernsAll = (error instanceof CmgError && error.kind === 'usage') || (writes && isRefusal(error));
      if (this.signal.aborted || concernsAll) throw error;
      this.failed.push({ id: row.id, reason: error instanceof CmgError ? error.message : `the extractor failed: ${String(error)}` });
    }
  }

  private async write(row: PlacedRow, { key, windows }: MadeClip, journal: Finished): Promise<void> {
    const { folder } = this.options;
    await (this.outdated ??= rm(join(folder, 'manifest.csv'), { force: true }));
    const clip = { id: row.id, key, ...(await writeClip(folder, row, windows, this.options)) };
    await journal.add(clip);
    this.finished.set(row.id, clip);
    this.extracted++;
  }

  /** The clip's existing rows if up to date; otherwise extracts it. */
  private async make(row: PlacedRow, journal: Finished) {
    const { manifest, extractors, partial, segments, length } = this.options;
    if (/\p{Cs}/u.test(row.id)) throw new CmgError('the id is no text: it has half of a surrogate pair', { where: row.where });
    const kinds = Object.entries(extractors).map(([name, { session }]) => [name, session.format.kind] as const);
    const media = clipMedia(row, manifest, Object.fromEntries(kinds), partial);
    const key = await this.keyOf(row, media);
    const kept = await journal.find(row.id, key);
    if (kept !== undefined) return kept;
    const notes = new Set<string>();
    const doubts = new Set<string>();
    const decoding = { ...eventOf(row), signal: this.signal, onNote: (doubt: string) => void doubts.add(doubt) };
    const timelines = await clipTimelines(media, extractors, decoding, (note) => notes.add(note));
    const timed = Object.values(timelines).filter((timeline) => timeline.timed);
    if (timed.length > 0) this.lengths.push(Math.max(...timed.map((timeline) => timeline.segments)));
    for (const reason of doubts) this.doubtful.push({ id: row.id, reason });
    this.notes.add(notes);
    return { key, windows: fitClip(timelines, segments, length) };
  }

  private async keyOf({ split, label, onset, offset }: PlacedRow, media: Readonly<Record<string, string | undefined>>): Promise<string> {
    const { extractors, segments, length } = this.options;
    const parts: unknown[] = [];
    for (const [name, { use, options, code, session }] of Object.entries(extractors)) {
      const source = media[name];
      if (source === undefined) continue;
      const isFile = session.format.kind !== 'text' || isTextFile(source);
      parts.push([
        name,
        use,
        options,
        session.fingerprint,
        session.format,
        isFile ? await fileHash(source).catch(ofThisClip) : source,
        ...(code === undefined ? [] : [code]),
      ]);
    }
    return contentKey(FEATURES, segments, length, [split, label, onset, offset], parts);
  }
}

/** A file that is missing or no file, which is wrong with its clip alone and not with the command. */
function ofThisClip(error: unknown): never {
  if (!(error instanceof CmgError)) throw error;
  const { what, where, hint, cause } = error;
  throw new CmgError(what, { ...(where !== undefined && { where }), ...(hint !== undefined && { hint }), cause });
}

/** What the system refuses to write whatever the clip: a full disk, a folder that is not ours, too many open files. */
const REFUSALS = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO', 'EROFS', 'EACCES', 'EPERM', 'EMFILE', 'ENFILE', 'ENOTDIR', 'EEXIST']);

function isRefusal(error: unknown): boolean {
  const { code } = ((error instanceof CmgError ? error.cause : error) ?? {}) as NodeJS.ErrnoException;
  return code !== undefined && REFUSALS.has(code);
}

const eventOf = ({ onset, offset }: PlacedRow) => ({ ...(onset !== undefined && { onset }), ...(offset !== undefined && { offset }) });
