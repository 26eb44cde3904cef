import { join } from 'node:path';
import { ifThere, readJson, writeFileAtomic } from '@cmg/formats';
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

/** The manifest of a folder; undefined if there is none. @throws CmgError if it is damaged */
export function readManifest(folder: string): Promise<Manifest | undefined> {
  return ifThere(readJson(join(folder, MANIFEST), schema, { what: 'the manifest of an index', hint: 'Rebuild the index.' }));
}

export function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  return writeFileAtomic(join(folder, MANIFEST), `${JSON.stringify(manifest)}\n`);
}
