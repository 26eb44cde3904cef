import { refuseShared, removeRoom, type Share, type SharedOutcome, shareWork } from '@cmg/formats';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PlacedRow } from '../manifest/clip-row.js';
import { contentKey } from './content-key.js';
import type { ExtractOptions } from './extract-folder.js';
import type { ExtractRun } from './extract-run.js';
import { Journal } from './journal.js';
import { writeManifest } from './write-manifest.js';

/** Fewest clips that a process takes at a time, and most parts of a manifest: their claims are listed again and again. */
const LEAST_CLIPS = 4;
const MOST_PARTS = 1024;

const roomOf = (folder: string): string => join(folder, 'shared');

/**
 * Extracts a part of the manifest at a time, each with a journal of its own in the room. Whoever finds all done adds these to the folder's
 * journal and writes the manifest.
 */
export async function extractShared(options: ExtractOptions, run: ExtractRun, share: Share): Promise<SharedOutcome> {
  const { folder, rows, jobs, signal } = options;
  const room = roomOf(folder);
  let before: Promise<Journal> | undefined;
  const parts = inParts(rows);
  return shareWork<readonly string[]>({
    ...share,
    room,
    folder,
    job: jobOf(options),
    parts: [...parts.keys()],
    jobs,
    signal,
    async work(part) {
      const clips = parts.get(part) as readonly PlacedRow[];
      const own = await Journal.open(join(room, `${part}.jsonl`), folder);
      await run.work(clips.values(), {
        find: async (id, key) => (await own.find(id, key)) ?? (await (before ??= openJournal(folder))).find(id, key),
        add: (clip) => own.add(clip),
      });
      return run.stopped ? undefined : clips.map(({ id }) => id).filter((id) => !run.finished.has(id));
    },
    async merge(leftOut) {
      const journal = await openJournal(folder);
      await addJournals(room, journal);
      const failed = new Set(leftOut.flat());
      await writeManifest(
        options,
        rows.flatMap(({ id }) => (failed.has(id) ? [] : (journal.latest(id) ?? []))),
      );
    },
    salvage: async (left) => addJournals(left, await openJournal(folder)),
  });
}

/**
 * Adds to the journal of a folder what processes that shared its extraction, and are gone, have extracted.
 *
 * @throws CmgError of kind `usage` where one is there
 */
export async function takeShared(folder: string, journal: Journal): Promise<void> {
  const room = roomOf(folder);
  await refuseShared(room);
  await addJournals(room, journal);
  await removeRoom(room);
}

const openJournal = (folder: string): Promise<Journal> => Journal.open(join(folder, 'extracted.jsonl'));

async function addJournals(room: string, journal: Journal): Promise<void> {
  const names = await readdir(room).catch(() => []);
  for (const name of names.filter((name) => name.endsWith('.jsonl')).sort()) await journal.addAll(join(room, name));
}

function inParts(rows: readonly PlacedRow[]): Map<string, readonly PlacedRow[]> {
  const clips = Math.max(LEAST_CLIPS, Math.ceil(rows.length / MOST_PARTS));
  const parts = Math.ceil(rows.length / clips);
  return new Map(Array.from({ length: parts }, (_, i) => [String(i).padStart(4, '0'), rows.slice(i * clips, (i + 1) * clips)]));
}

/** All that the features depend on but the content of the media. */
function jobOf({ rows, extractors, segments, length, partial = false }: ExtractOptions): string {
  const made = Object.entries(extractors).map(([name, { use, options, code, session }]) => [name, use, options, code, session.fingerprint]);
  const clips = rows.map(({ id, split, label, onset, offset, sources }) => [id, split, label, onset, offset, sources]);
  return contentKey(segments, length, partial, made, clips);
}
