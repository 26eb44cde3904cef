import { CmgError, type ExtractorSession, type NdArray, parseOptions } from '@cmg/core';
import { fitFeatures } from '@cmg/media';
import type { ExportedRun, Shard } from './exported-run.js';
import { mediaOf } from './media-of.js';
import { PORTABLE_EXTRACTORS } from './portable-extractors.js';
import type { ShardTensors } from './read-shards.js';
import type { ClipMedia } from './web-run.js';

/** How the media of a modality become its features. */
export type ExportedMedia = NonNullable<ExportedRun['modalities'][number]['media']>;

/** An extractor, and the scale of its features. Has to be disposed of. */
export interface MediaFeatures {
  readonly session: ExtractorSession;
  /** Features of one clip as it is, [N, ...]. @param onNote told what they lack */
  own(clip: ClipMedia, onNote?: (note: string) => void): Promise<Float32Array>;
  /** Fitted to T segments, [1, T, ...]. */
  of(clip: ClipMedia, onNote: (note: string) => void): Promise<NdArray<Float32Array>>;
}

/**
 * Opens the extractor of a modality.
 *
 * @throws CmgError where it is unknown, or its weights do not fit
 */
export async function openMedia(
  modality: string,
  { extractor: { use, options }, length, weights }: ExportedMedia,
  segments: number,
  read: (shards: readonly Shard[]) => Promise<ShardTensors>,
): Promise<MediaFeatures> {
  const extractor = portableExtractor(modality, use);
  const { tensors } = await read(weights);
  const session = extractor.openWith(parseOptions(extractor, { options }, `extractor '${use}' of ${modality}`), tensors);
  const [shift, factor] = [tensors.get('scale/shift')?.data, tensors.get('scale/factor')?.data];
  const own = async (clip: ClipMedia, onNote?: (note: string) => void) => {
    const features = await session.extract(mediaOf(clip, session.format, modality), onNote);
    return shift && factor ? scaled(features, Float32Array.from(shift), Float32Array.from(factor)) : features;
  };
  return {
    session,
    own,
    of: async (clip, onNote) => fitFeatures({ data: await own(clip, onNote), featureShape: session.featureShape }, segments, length),
  };
}

/** @throws CmgError where it is not among those that run in a page */
function portableExtractor(modality: string, use: string) {
  const known = PORTABLE_EXTRACTORS[modality];
  if (known !== undefined) return known.get(use);
  throw new CmgError(`no extractor of '${modality}' runs in a page`, { kind: 'usage', hint: 'Give features.' });
}

/** y = (x - shift) factor, value by value of a segment; one of either applies to all. */
function scaled(values: Float32Array, shift: Float32Array, factor: Float32Array): Float32Array {
  return values.map((value, i) => (value - (shift[i % shift.length] as number)) * (factor[i % factor.length] as number));
}
