import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CmgError } from '@cmg/core';
import { encodeSafetensors, parseJson, SafetensorsFile, writeFileAtomic } from '@cmg/formats';
import { z } from 'zod';
import type { Segment } from './manifest.js';
import type { ItemName } from './vector-table.js';

/** Segments, and drafts of them and of the manifest that a crash left. */
const NAME = /^\d{6,}\.safetensors$|^(?:\d{6,}\.safetensors|manifest\.json)\..*\.tmp$/;
const REBUILD = 'Rebuild the index.';
const namesSchema = z.array(z.strictObject({ id: z.string(), modality: z.string() }));

/** Most bytes that the names of a segment may take in its header, by the bound below. */
const MOST_NAME_BYTES = 2 ** 24;
/** Bytes that a character may take, escaped twice, and what else an item takes. */
const BYTES_PER_CHARACTER = 8;
const BYTES_PER_ITEM = 64;
/** Bytes of vectors that are read at a time. */
const READ_BYTES = 2 ** 24;

/** Rows of a segment. A segment file is never changed. */
export interface SegmentRows {
  readonly items: readonly ItemName[];
  /** [rows * width]. */
  readonly vectors: Float32Array;
}

/** The items of each segment that they take, of at most `mostRows` and of a header of bounded size. */
export function* inSegments<Item extends ItemName>(items: Iterable<Item>, mostRows: number): Generator<readonly Item[]> {
  let part: Item[] = [];
  let bytes = 0;
  for (const item of items) {
    const own = BYTES_PER_CHARACTER * (item.id.length + item.modality.length) + BYTES_PER_ITEM;
    if (part.length === mostRows || (part.length > 0 && bytes + own > MOST_NAME_BYTES)) {
      yield part;
      [part, bytes] = [[], 0];
    }
    part.push(item);
    bytes += own;
  }
  if (part.length > 0) yield part;
}

/** Writes a segment, and opens it as a reader will. @throws CmgError if either fails */
export async function writeSegment(folder: string, segment: Segment, { items, vectors }: SegmentRows): Promise<void> {
  const width = vectors.length / items.length;
  const names = JSON.stringify(items.map(({ id, modality }) => ({ id, modality })));
  const tensors = [['vectors', { shape: [items.length, width], data: vectors }]] as const;
  await writeFileAtomic(join(folder, fileName(segment.number)), encodeSafetensors(tensors, { items: names }));
  await openSegment(folder, segment, width, () => Promise.resolve());
}

/**
 * The rows of a segment, in parts.
 *
 * @throws CmgError if the file is missing, damaged, or contradicts the manifest
 */
export function readSegment(
  folder: string,
  segment: Segment,
  width: number,
  use: (part: SegmentRows, first: number) => void,
): Promise<void> {
  return openSegment(folder, segment, width, async (file, items) => {
    const rows = Math.max(1, Math.floor(READ_BYTES / (4 * width)));
    for (let first = 0; first < items.length; first += rows) {
      const part = items.slice(first, first + rows);
      const { data } = await file.rows('vectors', first, first + part.length);
      if (!(data instanceof Float32Array)) throw unfit(folder, segment, width);
      use({ items: part, vectors: data }, first);
    }
  });
}

function openSegment<T>(
  folder: string,
  segment: Segment,
  width: number,
  use: (file: SafetensorsFile, items: readonly ItemName[]) => Promise<T>,
): Promise<T> {
  const path = join(folder, fileName(segment.number));
  return SafetensorsFile.with(path, (file) => {
    const items = parseJson(file.metadata['items'] ?? '', namesSchema, path, { what: 'a segment of an index', hint: REBUILD });
    const shape = file.shape('vectors');
    if (shape.length !== 2 || shape[0] !== segment.rows || shape[1] !== width || items.length !== segment.rows) {
      throw unfit(folder, segment, width);
    }
    return use(file, items);
  });
}

const unfit = (folder: string, { number, rows }: Segment, width: number): CmgError =>
  new CmgError(`does not contain ${rows} named vectors of width ${width}`, { where: join(folder, fileName(number)), hint: REBUILD });

/** Deletes files that no manifest lists: merged segments, and those of incomplete additions. */
export async function removeOtherSegments(folder: string, kept: readonly Segment[]): Promise<void> {
  const files = new Set(kept.map(({ number }) => fileName(number)));
  try {
    const others = (await readdir(folder)).filter((name) => NAME.test(name) && !files.has(name));
    await Promise.all(others.map((name) => rm(join(folder, name), { force: true })));
  } catch (cause) {
    throw new CmgError(`old files cannot be removed: ${(cause as Error).message}`, { where: folder, cause });
  }
}

const fileName = (number: number) => `${String(number).padStart(6, '0')}.safetensors`;
