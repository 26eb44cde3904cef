import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CmgError } from '@cmg/core';
import { encodeSafetensors, readSafetensors, writeFileAtomic } from '@cmg/formats';
import { z } from 'zod';
import type { Segment } from './manifest.js';
import type { ItemName } from './vector-table.js';

/** Segments, and drafts of them and of the manifest that a crash left. */
const NAME = /^\d{6,}\.safetensors$|^(?:\d{6,}\.safetensors|manifest\.json)\..*\.tmp$/;
const names = z.array(z.strictObject({ id: z.string(), modality: z.string() }));

/** Rows that were added together. A segment file is never changed. */
export interface SegmentRows {
  readonly items: readonly ItemName[];
  /** [rows * width]. */
  readonly vectors: Float32Array;
}

export async function writeSegment(folder: string, number: number, { items, vectors }: SegmentRows): Promise<void> {
  const shape = [items.length, vectors.length / items.length];
  await writeFileAtomic(
    join(folder, fileName(number)),
    encodeSafetensors([['vectors', { shape, data: vectors }]], { items: JSON.stringify(items) }),
  );
}

/** @throws CmgError if the file is missing, damaged, or contradicts the manifest */
export async function readSegment(folder: string, { number, rows }: Segment, width: number): Promise<SegmentRows> {
  const file = join(folder, fileName(number));
  const { tensors, metadata } = await readSafetensors(file);
  const vectors = tensors.get('vectors');
  const items = parseNames(metadata['items']);
  if (!(vectors?.data instanceof Float32Array) || vectors.shape[0] !== rows || vectors.shape[1] !== width || items?.length !== rows) {
    throw new CmgError(`does not contain ${rows} named vectors of width ${width}`, { where: file, hint: 'Rebuild the index.' });
  }
  return { items, vectors: vectors.data };
}

function parseNames(text: string | undefined) {
  try {
    return names.parse(JSON.parse(text ?? ''));
  } catch {
    return undefined;
  }
}

/** Deletes files that no manifest lists: merged segments, and those of incomplete additions. */
export async function removeOtherSegments(folder: string, kept: readonly Segment[]): Promise<void> {
  const files = new Set(kept.map(({ number }) => fileName(number)));
  const others = (await readdir(folder)).filter((name) => NAME.test(name) && !files.has(name));
  await Promise.all(others.map((name) => rm(join(folder, name), { force: true })));
}

const fileName = (number: number) => `${String(number).padStart(6, '0')}.safetensors`;
