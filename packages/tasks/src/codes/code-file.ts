import { CmgError } from '@cmg/core';
import { encodeSafetensors, readSafetensors, writeCache } from '@cmg/formats';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { CodeSet } from './code-set.js';

/** What the codes in a file depend on. */
export interface CodeFileKey {
  /** Identifies the trained weights. */
  readonly run: string;
  /** The data set's fingerprint. */
  readonly dataset: string;
  readonly split: string;
  readonly modality: string;
}

/** `codes-<hash of the key>.safetensors` in a folder. */
export function codeFilePath(directory: string, { run, dataset, split, modality }: CodeFileKey): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([run, dataset, split, modality]))
    .digest('hex');
  return join(directory, `codes-${hash.slice(0, 24)}.safetensors`);
}

/** Codes written earlier; undefined where there is no file, or none that fits, since codes can always be made again. */
export async function readCodeFile(file: string, expected: Omit<CodeSet, 'indices'>): Promise<Int32Array | undefined> {
  try {
    const indices = (await readSafetensors(file)).tensors.get('indices');
    if (!(indices?.data instanceof Int32Array)) return undefined;
    if (indices.shape.join() !== fileShape(expected).join()) return undefined;
    return indices.data.every((code) => code >= -1 && code < expected.size) ? indices.data : undefined;
  } catch (error) {
    if (error instanceof CmgError) return undefined;
    throw error;
  }
}

export async function writeCodeFile(file: string, { indices, split, modality, ...sizes }: CodeSet): Promise<void> {
  const tensors = [['indices', { shape: fileShape(sizes), data: indices }]] as const;
  await writeCache(file, encodeSafetensors(tensors, { split, modality }));
}

/** [N, T] of one level, as files had before there were several; else [N, T, L]. */
const fileShape = ({ clips, segments, levels }: Pick<CodeSet, 'clips' | 'segments' | 'levels'>): number[] => [
  clips,
  segments,
  ...(levels === 1 ? [] : [levels]),
];
