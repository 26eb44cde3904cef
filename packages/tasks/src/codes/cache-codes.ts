import { type ClipValues, CmgError, type Dataset, inMemory } from '@cmg/core';
import { codeFilePath, readCodeFile, writeCodeFile } from './code-file.js';
import type { CodeSet } from './code-set.js';
import { encodeSplit, vectorsOfSplit } from './encode-split.js';
import type { FrozenEncoder } from './frozen-encoder.js';
import { type Reads, vectorWidth } from './reads.js';

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
  /**
   * What stands for each segment of a split in place of its codes, [T, W] a clip, in memory; encoded at the first call and remembered.
   *
   * @throws CmgError as {@link codes}, and where an encoder's value is not finite.
   */
  vectors(split: string, modality: string, reads: Exclude<Reads, 'codes'>): Promise<ClipValues>;
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
  return {
    encoder,
    dataset,
    codes: remembered((split, modality) => makeCodes(options, split, modality)),
    vectors: remembered((split, modality, reads) => makeVectors(options, split, modality, reads)),
  };
}

/** What was made once is given again; what failed is tried again. */
function remembered<Key extends readonly string[], Value>(make: (...key: Key) => Promise<Value>): (...key: Key) => Promise<Value> {
  const known = new Map<string, Promise<Value>>();
  return (...of) => {
    const key = JSON.stringify(of);
    const made = known.get(key) ?? make(...of);
    known.set(key, made);
    made.catch(() => known.delete(key));
    return made;
  };
}

/** How many clips a split has, of a modality that can be encoded. */
function clipsOf({ encoder, dataset }: CacheCodesOptions, split: string, modality: string): number {
  const clips = dataset.splits[split];
  if (clips === undefined) throw unknown('split', split, Object.keys(dataset.splits));
  const modalities = encoder.modalities.filter((name) => name in dataset.featureShapes);
  if (!modalities.includes(modality)) throw unknown('modality', modality, modalities);
  return clips;
}

async function makeVectors(
  options: CacheCodesOptions,
  split: string,
  modality: string,
  reads: Exclude<Reads, 'codes'>,
): Promise<ClipValues> {
  clipsOf(options, split, modality);
  const { encoder, dataset, batchSize = 256 } = options;
  const progress = (done: number) => options.onProgress?.(`features of ${modality}, ${split}`, done);
  const of = { encoder, dataset, split, modality, batchSize, onProgress: progress };
  return inMemory(await vectorsOfSplit(of, reads, vectorWidth(reads, encoder.width)));
}

async function makeCodes(options: CacheCodesOptions, split: string, modality: string): Promise<CodeSet> {
  const { encoder, dataset, disk, batchSize = 256, onProgress } = options;
  const clips = clipsOf(options, split, modality);
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
