import { CmgError, type Dataset } from '@cmg/core';
import { codeFilePath, readCodeFile, writeCodeFile } from './code-file.js';
import type { CodeSet } from './code-set.js';
import { encodeSplit } from './encode-split.js';
import type { FrozenEncoder } from './frozen-encoder.js';

export interface CacheCodesOptions {
  readonly encoder: FrozenEncoder;
  readonly dataset: Dataset;
  /** Clips encoded at a time; default 256. */
  readonly batchSize?: number;
  /** Keeps the codes in files; default: in memory alone. */
  readonly disk?: {
    readonly directory: string;
    /** Identifies the trained weights (a hash of the checkpoint): other weights give other codes. */
    readonly run: string;
  };
  /** Told of encoding: what, and the share done in [0, 1]. */
  readonly onProgress?: (what: string, done: number) => void;
}

/** A data set as a frozen encoder sees it. */
export interface CodeCache {
  readonly encoder: FrozenEncoder;
  readonly dataset: Dataset;
  /**
   * The codes of a split in one modality, encoded at the first call and remembered.
   *
   * @throws CmgError where the data set has no such split, or the encoder or the data set no such modality.
   */
  codes(split: string, modality: string): Promise<CodeSet>;
}

/**
 * Encodes each split once per modality. The encoder is frozen, so all heads, seeds and directions read the same codes.
 *
 * @throws CmgError where the data's clips have another number of segments than the encoder's.
 */
export function cacheCodes(options: CacheCodesOptions): CodeCache {
  const { encoder, dataset } = options;
  if (encoder.segments !== dataset.segments) {
    throw new CmgError(`the encoder takes clips of ${encoder.segments} segments, but the data has ${dataset.segments}`, {
      kind: 'usage',
      hint: 'Pre-train on data of the same length, or evaluate on such data.',
    });
  }
  const known = new Map<string, Promise<CodeSet>>();
  return {
    encoder,
    dataset,
    codes(split, modality) {
      const key = JSON.stringify([split, modality]);
      const codes = known.get(key) ?? makeCodes(options, split, modality);
      known.set(key, codes);
      codes.catch(() => known.delete(key));
      return codes;
    },
  };
}

async function makeCodes(options: CacheCodesOptions, split: string, modality: string): Promise<CodeSet> {
  const { encoder, dataset, disk, batchSize = 256, onProgress } = options;
  const clips = dataset.splits[split];
  if (clips === undefined) throw unknown('split', split, Object.keys(dataset.splits));
  const modalities = encoder.modalities.filter((name) => name in dataset.featureShapes);
  if (!modalities.includes(modality)) throw unknown('modality', modality, modalities);
  const about = { split, modality, clips, segments: dataset.segments, levels: encoder.levels, size: encoder.embedding.shape[0] };
  const file = disk && codeFilePath(disk.directory, { run: disk.run, dataset: dataset.fingerprint, split, modality });
  const stored = file && (await readCodeFile(file, about));
  if (stored) return { ...about, indices: stored };
  const progress = (done: number) => onProgress?.(`codes of ${modality}, ${split}`, done);
  const indices = await encodeSplit({ encoder, dataset, split, modality, batchSize, onProgress: progress });
  const codes = { ...about, indices };
  if (file) await writeCodeFile(file, codes);
  return codes;
}

const unknown = (kind: string, name: string, known: readonly string[]) =>
  new CmgError(`there is no ${kind} '${name}' to encode`, { kind: 'usage', hint: `Known: ${known.join(', ') || 'none'}.` });
