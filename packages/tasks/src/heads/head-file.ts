import { CmgError, componentOrigin, type NdArray, type ParameterMap } from '@cmg/core';
import { decodeSafetensors, encodeSafetensors, exists, ifThere, readBytes, readJson, writeFileAtomic } from '@cmg/formats';
import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readParameters } from './parameter-values.js';

const count = z
  .int()
  .min(1)
  .max(2 ** 30);
const shape = z.array(count).max(8);
/** More segments than a clip can have. */
const MOST_SEGMENTS = 2 ** 16;

/** What `head.json` says of a head. */
const description = z
  .object({
    format: z.literal(1),
    task: z.string(),
    /** The task's options. */
    options: z.record(z.string(), z.unknown()),
    /** Where the task was loaded from, unless it is built in. */
    taskFrom: componentOrigin.exactOptional(),
    /** The labelled modality. */
    from: z.string(),
    seed: z.int(),
    classes: z.array(z.string()),
    /** T. */
    segments: count.max(MOST_SEGMENTS),
    /** Of the codes, [V, D]. */
    codes: z.tuple([count, count]),
    targetShape: shape.optional(),
    inputShape: shape.optional(),
    /** The run whose codes the head reads: its folder, relative to the head's, the SHA-256 of its checkpoint, and which one it is, if it was chosen. */
    run: z.object({
      folder: z.string(),
      checkpoint: z.string(),
      step: z.union([z.int(), z.enum(['last', 'best'])]).exactOptional(),
    }),
    /** What it scored when it was trained. */
    results: z.array(z.object({ to: z.string(), split: z.string(), scores: z.record(z.string(), z.number()), chance: z.number() })),
    /** The file of its parameters in the same folder, named after the SHA-256 of its content. */
    weights: z.string().regex(/^weights-[0-9a-f]{64}\.safetensors$/),
  })
  .readonly();

/** What is known of a saved head without its parameters. */
export type HeadDescription = z.infer<typeof description>;

/** A head as it was saved. */
export interface SavedHead {
  readonly description: HeadDescription;
  readonly values: ReadonlyMap<string, NdArray>;
}

const FILE = 'head.json';

/** Whether a folder is that of a saved head. */
export const isHeadFolder = (directory: string): Promise<boolean> => exists(join(directory, FILE));

const sha256 = (chunks: readonly Uint8Array[]) => chunks.reduce((hash, chunk) => hash.update(chunk), createHash('sha256')).digest('hex');

/**
 * Writes a head into a folder of its own: `head.json` and the parameters that it names. An earlier head in the folder stays
 * whole until the new `head.json` is there: a crash leaves one or the other.
 *
 * @throws CmgError where a file cannot be written.
 */
export async function saveHead(
  directory: string,
  about: Omit<HeadDescription, 'format' | 'weights'>,
  parameters: ParameterMap,
): Promise<void> {
  const content = encodeSafetensors(await readParameters(parameters));
  const weights = `weights-${sha256(content)}.safetensors`;
  await writeFileAtomic(join(directory, weights), content);
  const head: HeadDescription = { format: 1, ...about, weights };
  await writeFileAtomic(join(directory, FILE), `${JSON.stringify(head, null, 2)}\n`);
  const others = (await readdir(directory)).filter((name) => /^weights-.*\.safetensors$/.test(name) && name !== weights);
  await Promise.all(others.map((name) => rm(join(directory, name), { force: true })));
}

/**
 * Reads a head that {@link saveHead} wrote.
 *
 * @throws CmgError where the folder has none, or its files are damaged or of another format.
 */
export async function readHead(directory: string): Promise<SavedHead> {
  const file = join(directory, FILE);
  const about = await ifThere(readJson(file, description, { what: 'a head of format 1', hint: 'Train and save the head again.' }));
  if (about === undefined) {
    throw new CmgError('there is no head in this folder', {
      kind: 'usage',
      where: directory,
      hint: 'Give a folder that `cmg transfer --save` made.',
    });
  }
  const weights = join(directory, about.weights);
  const bytes = await readBytes(weights);
  if (about.weights !== `weights-${sha256([bytes])}.safetensors`) {
    throw new CmgError('is damaged: its checksum does not fit its content', { where: weights, hint: 'Train and save the head again.' });
  }
  return { description: about, values: decodeSafetensors(bytes, weights).tensors };
}
