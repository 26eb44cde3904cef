import { CmgError, forModality } from '@cmg/core';
import { featurize, openExtractor } from '@cmg/media';
import { type SearchHit, VectorIndex } from '@cmg/search';
import { join } from 'node:path';
import { encodeAll } from '../encoding/encode.js';
import { loadExtractor } from '../extraction/load-extractor.js';
import { expectCheckpoint } from '../runs/expect-checkpoint.js';
import { checkModality, openRun, type OpenRunOptions, type Run } from '../runs/open-run.js';
import { type ClipCodes, clipVectors } from './clip-vectors.js';

/** What is searched by: raw media of a modality (for text, the words or a file), or a clip of the index, `modality:id`. */
export type SearchQuery = { readonly modality: string; readonly media: string } | { readonly like: string };

export interface SearchIndexOptions extends OpenRunOptions {
  /** Find clips of these modalities alone. */
  readonly among?: readonly string[];
  /** How many clips; default: 10. */
  readonly top?: number;
  /** The folder of the index's run, where it is no longer where it was. */
  readonly run?: string;
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
  const index = await VectorIndex.open(folder);
  for (const modality of among ?? []) checkIndexed(index, modality);
  const vector = 'like' in query ? vectorOfClip(index, query.like) : await vectorOfMedia(folder, index, query, options);
  const start = performance.now();
  const hits = index.search(vector, top, among);
  return { hits, milliseconds: performance.now() - start };
}

function checkIndexed({ modalities }: VectorIndex, modality: string): void {
  if (modality in modalities) return;
  throw new CmgError(`the index has no clips of '${modality}'`, { kind: 'usage', hint: `It has ${Object.keys(modalities).join(', ') || 'none'}.` });
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

/** Raw media the way that the run's data went: extractor, scale, length, codes, vector. */
async function vectorOfMedia(
  folder: string,
  { about }: VectorIndex,
  { modality, media }: { readonly modality: string; readonly media: string },
  options: SearchIndexOptions,
): Promise<Float32Array> {
  const run = await openRun(options.run ?? join(folder, about['run'] ?? ''), options);
  try {
    expectCheckpoint(run, about['checkpoint'], { made: 'whose clips were indexed', hint: 'Index the clips again, or name the run with --run.' });
    checkModality(run, modality);
    const codes = await codesOfMedia(run, modality, media);
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

async function codesOfMedia(run: Run, modality: string, media: string): Promise<ClipCodes> {
  const dataset = await run.openDataset();
  try {
    const made = dataset.extractors;
    if (made === undefined) {
      throw new CmgError("the run's data does not say how its features were made", {
        kind: 'usage',
        hint: 'Extract features the same way, index them, and search with --like.',
      });
    }
    const extractor = await openExtractor(run.components.modalities.get(modality), forModality(made, modality), loadExtractor);
    try {
      const { shape, data: features } = await featurize(dataset, modality, media, extractor);
      const { data: indices } = await encodeAll(run, modality, { shape, where: media, batches: () => inOne(features) });
      return { segments: dataset.segments, indices: indices as Int32Array };
    } finally {
      extractor.session.dispose();
    }
  } finally {
    await dataset.close();
  }
}

async function* inOne(features: Float32Array): AsyncGenerator<Float32Array> {
  yield features;
}
