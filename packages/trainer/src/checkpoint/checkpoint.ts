import { createHash } from 'node:crypto';
import { CmgError, type NdArray } from '@cmg/core';
import { encodeSafetensors, readSafetensors, writeFileAtomic } from '@cmg/formats';
import { type CheckpointInfo, parseCheckpointInfo } from './checkpoint-info.js';

/** Version of the layout below. */
const FORMAT = 1;

/**
 * A run at a step: weights (`parameters/<path>`), moments of the main optimiser (`optimizer|<path>/…`) and of an objective's own
 * (`optimizer/<scope>|…`), the codebook (`codebook/<name>`), and averages of weights (`average/<path>`) where the run makes them.
 * Nothing else is needed to go on, as all randomness is derived from the seed and the step.
 */
export interface Checkpoint {
  readonly info: CheckpointInfo;
  readonly tensors: ReadonlyMap<string, NdArray>;
}

/** SHA-256 over the info and over each tensor's name, type, shape and bytes. */
function checksum(info: string, tensors: ReadonlyMap<string, NdArray>): string {
  const hash = createHash('sha256').update(info);
  for (const name of [...tensors.keys()].sort()) {
    const { shape, data } = tensors.get(name) as NdArray;
    hash.update(JSON.stringify([name, data.constructor.name, shape]));
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest('hex');
}

/**
 * Writes a checkpoint as one safetensors file, whole or not at all.
 *
 * @throws CmgError where a tensor holds NaN or an infinity, or the file cannot be written; an older file then stays
 */
export async function writeCheckpoint(file: string, { info, tensors }: Checkpoint): Promise<void> {
  for (const [name, { data }] of tensors) {
    if (!data.every(Number.isFinite)) {
      throw new CmgError(`'${name}' contains a value that is not finite; the checkpoint was not written`, {
        where: file,
        hint: 'Lower training.learningRate. The last checkpoint is as it was.',
      });
    }
  }
  const text = JSON.stringify(info);
  const metadata = { format: String(FORMAT), info: text, checksum: checksum(text, tensors) };
  await writeFileAtomic(file, encodeSafetensors(tensors, metadata));
}

/**
 * Reads a checkpoint and checks that it is what was written.
 *
 * @throws CmgError where the file is missing, cut short, damaged, no checkpoint, or of a newer format
 */
export async function readCheckpoint(file: string): Promise<Checkpoint> {
  const { tensors, metadata } = await readSafetensors(file);
  const { info, checksum: expected } = checked(metadata, file);
  if (checksum(info, tensors) !== expected) {
    throw new CmgError('is damaged: its checksum does not fit its content', {
      where: file,
      hint: 'Nothing was changed. Restore the file from a copy, or start the run anew under another name.',
    });
  }
  return { info: parseCheckpointInfo(info, file), tensors };
}

/** What a checkpoint says of itself, without its tensors, which are not checked. */
export async function readCheckpointInfo(file: string): Promise<CheckpointInfo> {
  const { metadata } = await readSafetensors(file, () => false);
  return parseCheckpointInfo(checked(metadata, file).info, file);
}

function checked({ format, info, checksum }: Readonly<Record<string, string>>, file: string): { info: string; checksum: string } {
  if (format === undefined || info === undefined || checksum === undefined) {
    throw new CmgError('is a safetensors file, but no checkpoint', { where: file });
  }
  if (format !== String(FORMAT)) {
    throw new CmgError(`has format ${format}; this version reads format ${FORMAT}`, { where: file });
  }
  return { info, checksum };
}
