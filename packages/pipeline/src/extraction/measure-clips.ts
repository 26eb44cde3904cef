import { CmgError, type PerModality } from '@cmg/core';
import { clipMedia, clipTimelines, type OpenExtractor, readManifest } from '@cmg/media';
import { createComponents } from '../create-components.js';
import type { ExtractMediaOptions } from './extract.js';
import { openExtractors } from './open-extractors.js';

/** Clips that are tried; one more, which starts everything, is not counted. */
const SAMPLE = 12;

/** What some clips of a manifest are like. */
export interface MeasuredClips {
  /** Which extractor each modality has, and the shape of a segment that it makes. */
  readonly modalities: PerModality<{ readonly extractor: string; readonly featureShape: readonly number[] }>;
  /** Median of the clips' own numbers of segments, words of a text included: with fewer a sentence would lose words. */
  readonly segments: number;
  /** Seconds to extract a clip, one after the other. */
  readonly secondsPerClip: number;
}

/**
 * Extracts a few of a manifest's clips to tell how long clips are and how long all would take. Nothing is written.
 *
 * @throws CmgError as `extract` does, and where none of the clips that are tried can be read
 */
export async function measureClips(
  options: Pick<ExtractMediaOptions, 'manifest' | 'components' | 'modalities' | 'extractors' | 'signal' | 'onNote'>,
): Promise<MeasuredClips> {
  const { manifest, components = createComponents(), signal } = options;
  const rows = await readManifest(manifest);
  const extractors = await openExtractors(components, rows, options);
  try {
    const kinds = Object.fromEntries(Object.entries(extractors).map(([name, { session }]) => [name, session.format.kind]));
    const tried: { readonly segments: number; readonly at: number }[] = [];
    let fault: unknown;
    for (const row of evenly(rows, SAMPLE + 1)) {
      signal?.throwIfAborted();
      try {
        const { onset, offset } = row;
        const event = { ...(onset !== undefined && { onset }), ...(offset !== undefined && { offset }) };
        const timelines = await clipTimelines(clipMedia(row, manifest, kinds), extractors, { ...event, ...(signal && { signal }) });
        const segments = Math.max(...Object.values(timelines).map((timeline) => timeline.segments));
        tried.push({ segments, at: performance.now() / 1000 });
      } catch (error) {
        // As in `extract`: a clip that cannot be read is left out, what concerns every clip is not.
        if (signal?.aborted || !(error instanceof CmgError) || error.kind === 'usage') throw error;
        fault ??= error;
      }
    }
    const [first, last] = [tried[0], tried.at(-1)];
    if (first === undefined || last === undefined) throw fault;
    const lengths = tried.map(({ segments }) => segments).sort((a, b) => a - b);
    return {
      modalities: describe(extractors),
      segments: lengths[lengths.length >> 1] as number,
      secondsPerClip: (last.at - first.at) / Math.max(1, tried.length - 1),
    };
  } finally {
    for (const { session } of Object.values(extractors)) session.dispose();
  }
}

const describe = (extractors: PerModality<OpenExtractor>): MeasuredClips['modalities'] =>
  Object.fromEntries(
    Object.entries(extractors).map(([name, { use, session }]) => [name, { extractor: use, featureShape: session.featureShape }]),
  );

/** At most so many of them, from all over. */
const evenly = <Item>(items: readonly Item[], count: number): Item[] =>
  items.length <= count ? [...items] : Array.from({ length: count }, (_, i) => items[Math.floor((i * items.length) / count)] as Item);
