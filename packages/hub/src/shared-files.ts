import { CmgError } from '@cmg/core';
import { RegularFile } from '@cmg/formats';
import { createHash } from 'node:crypto';
import { z } from 'zod';

/** A file of a shared run: its content, or the file on this machine that has it. */
export interface SharedFile {
  /** Below the run's folder, with `/`. */
  readonly path: string;
  readonly content: Uint8Array | { readonly file: string };
}

/** Size and SHA-256 of each file: what a shared run consists of, and nothing else is fetched. */
export const MANIFEST = 'cmg-run.json';

/** The files that a shared run can have: no other path is ever written. */
const PATH =
  /^(?:README\.md|config\.yaml|checkpoint\.safetensors|metrics\.jsonl|report\.html|heads\/[\w-][\w.-]{0,199}\/(?:head\.json|weights-[0-9a-f]{64}\.safetensors))$/;

export const manifest = z.strictObject({
  format: z.literal(1),
  files: z
    .record(
      z.string().regex(PATH, 'no file of a shared run'),
      z.strictObject({ bytes: z.int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
    )
    .refine((files) => 'checkpoint.safetensors' in files, 'expected checkpoint.safetensors')
    .refine((files) => Object.keys(files).length <= 10_000, 'expected at most 10000 files'),
});

export type Manifest = z.infer<typeof manifest>;

/** @throws CmgError where a file cannot be read, or its path is no file of a shared run */
export async function manifestOf(files: readonly SharedFile[]): Promise<Manifest> {
  const described: Record<string, { bytes: number; sha256: string }> = {};
  for (const { path, content } of files) {
    if (!PATH.test(path)) throw new CmgError('has a name that cannot be shared: letters, digits, - and . are known', { where: path });
    described[path] = await digest(content);
  }
  return { format: 1, files: described };
}

async function digest(content: SharedFile['content']): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const part of partsOf(content)) {
    hash.update(part);
    bytes += part.byteLength;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** The content of a file, a part in memory at a time. @throws CmgError where it cannot be read */
export async function* partsOf(content: SharedFile['content']): AsyncGenerator<Uint8Array> {
  if (content instanceof Uint8Array) {
    yield content;
    return;
  }
  const file = await RegularFile.open(content.file);
  try {
    yield* file.stream();
  } finally {
    await file.close();
  }
}
