import { CmgError, forModality } from '@cmg/core';
import type { VectorIndex } from '@cmg/search';
import { checkpointChoice } from '@cmg/trainer';
import { join } from 'node:path';
import { encodeAll } from '../encoding/encode.js';
import type { Features, FeatureSource, RawMedia } from '../features/feature-source.js';
import { withRunFeatures } from '../features/run-features.js';
import { expectCheckpoint } from '../runs/expect-checkpoint.js';
import { checkModality, openRun, type OpenRunOptions, type Run } from '../runs/open-run.js';
import type { ClipCodes } from '@cmg/tasks';
import { clipVectors } from './clip-vectors.js';
import { searchPackage } from './search-package.js';

/** What is searched by. */
export type SearchQuery =
  /** Raw media of a modality; for text, words or a file. */
  | ({ readonly modality: string } & RawMedia)
  /** Features of one clip, [T, ...] or [1, T, ...]. */
  | { readonly modality: string; readonly features: Features }
  /** A clip of the index, `modality:id`. */
  | { readonly like: string };

export interface SearchIndexOptions extends OpenRunOptions {
  /** Find clips of these modalities alone. */
  readonly among?: readonly string[];
  /** How many clips; default: 10. */
  readonly top?: number;
  /** The folder of the index's run, where it is no longer where it was. */
  readonly run?: string;
  /** Told what the query's features lack, such as words that are unknown. */
  readonly onNote?: (note: string) => void;
}

/** A clip that was found. */
export interface SearchHit {
  readonly id: string;
  readonly modality: string;
  /** Cosine, in [-1, 1]. */
  readonly score: number;
}

export interface SearchResult {
  readonly hits: readonly SearchHit[];
  /** Of the search itself. */
  readonly milliseconds: number;
}

/**
 * The clips of an index that are most like the query, best first.
 *
 * @throws CmgError where the index lacks a modality or the clip, or its run is missing or was trained further since
 *
 * @example
 * const { hits } = await searchIndex('clips', { modality: 'text', media: 'seven lamps' }, { among: ['audio'] });
 */
export async function searchIndex(folder: string, query: SearchQuery, options: SearchIndexOptions = {}): Promise<SearchResult> {
  const { among, top = 10 } = options;
  const { VectorIndex } = await searchPackage();
  const index = await VectorIndex.open(folder);
  for (const modality of among ?? []) checkIndexed(index, modality);
  const vector = 'like' in query ? vectorOfClip(index, query.like) : await vectorOfQuery(folder, index, query, options);
  const start = performance.now();
  const hits = index.search(vector, top, among);
  return { hits, milliseconds: performance.now() - start };
}

function checkIndexed({ modalities }: VectorIndex, modality: string): void {
  if (modality in modalities) return;
  throw new CmgError(`the index has no clips of '${modality}'`, {
    kind: 'usage',
    hint: `It has ${Object.keys(modalities).join(', ') || 'none'}.`,
  });
}

function vectorOfClip(index: VectorIndex, name: string): Float32Array {
  const colon = name.indexOf(':');
  const vector = index.vector(name.slice(colon + 1), name.slice(0, Math.max(0, colon)));
  if (vector) return vector;
  throw new CmgError(`the index has no clip '${name}'`, {
    kind: 'usage',
    hint: `Name it as modality:id; it has ${Object.keys(index.modalities).join(', ')}.`,
  });
}

async function vectorOfQuery(
  folder: string,
  { about }: VectorIndex,
  query: Exclude<SearchQuery, { readonly like: string }>,
  options: SearchIndexOptions,
): Promise<Float32Array> {
  const { modality } = query;
  const run = await openRun(options.run ?? join(folder, about['run'] ?? ''), {
    ...options,
    step: options.step ?? (about['step'] === undefined ? undefined : checkpointChoice(about['step'])),
  });
  try {
    expectCheckpoint(run, about['checkpoint'], {
      made: 'whose clips were indexed',
      hint: 'Index the clips again, or name the run with --run.',
    });
    checkModality(run, modality);
    const codes = await codesOfClip(run, modality, 'media' in query ? query : query.features, options.onNote);
    const head = about['head'];
    const vectors = await clipVectors(run, head && join(folder, head));
    try {
      const [vector] = await vectors.of(codes, 'query');
      return vector as Float32Array;
    } finally {
      vectors.dispose();
    }
  } finally {
    run.dispose();
  }
}

async function codesOfClip(run: Run, modality: string, features: Features, onNote?: (note: string) => void): Promise<ClipCodes> {
  const encode = async (source: FeatureSource): Promise<ClipCodes> => {
    const { featureShapes } = run.model.data;
    const alone = source.shape.length === forModality(featureShapes, modality).length + 1;
    const [clips = 0, segments = 0] = alone ? [1, ...source.shape] : source.shape;
    if (clips !== 1)
      throw new CmgError(`has ${clips} clips; a query is one`, {
        kind: 'usage',
        ...(source.where !== undefined && { where: source.where }),
      });
    const clip = alone ? { ...source, shape: [1, ...source.shape], batches: () => source.batches(segments) } : source;
    const { data } = await encodeAll(run, modality, clip);
    return { segments, levels: run.model.codebook.levels, indices: data as Int32Array };
  };
  return withRunFeatures(run, modality, features, encode, { onNote });
}
