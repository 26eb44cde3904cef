import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CmgError } from '@cmg/core';
import { writeFileAtomic } from '@cmg/formats';
import { z } from 'zod';

const MANIFEST = 'manifest.json';

const schema = z.strictObject({
  format: z.literal(1),
  width: z.int().positive(),
  /** How the vectors were made: vectors of different models are not comparable. */
  about: z.record(z.string(), z.string()),
  /** Number of the next segment; numbers are not reused. */
  next: z.int().positive(),
  segments: z.array(
    z.strictObject({
      /** Names its file. */
      number: z.int().positive(),
      rows: z.int().positive(),
      /** Rows removed since it was written. */
      removed: z.array(z.int().min(0)),
    }),
  ),
});

/** The content of an index. It is replaced as a whole, by a rename, which commits a change. */
export type Manifest = z.infer<typeof schema>;
export type Segment = Manifest['segments'][number];

/** The manifest of a folder; undefined if there is none. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  const file = join(folder, MANIFEST);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new CmgError(`cannot be read: ${(cause as Error).message}`, { where: file, cause });
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new CmgError(`is not the manifest of an index: ${(cause as Error).message}`, { where: file, cause });
  }
}

export function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  return writeFileAtomic(join(folder, MANIFEST), `${JSON.stringify(manifest)}\n`);
}
