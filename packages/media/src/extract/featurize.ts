import type { Dataset, NdArray } from '@cmg/core';
import { type DecodeOptions, decodeMedia } from '../decode/decode-media.js';
import type { Length } from '../length/fit-clip.js';
import { fitFeatures } from '../length/fit-features.js';
import type { OpenExtractor } from './open-extractor.js';

/** What features have to fit: a data set, or a run's record of one. */
export type FeatureTarget = Pick<Dataset, 'segments' | 'normalise' | 'length'>;

export interface FeaturizeOptions extends DecodeOptions {
  /** How it comes to T segments; default: as the data set's clips, but one window for one file. */
  readonly length?: Length;
  /** Told what the features lack, such as words that are unknown. */
  readonly onNote?: (note: string) => void;
}

/**
 * Features of one file (or text) like those of a data set: with its number of segments and its scale; where its clips keep their own
 * lengths, as many segments as the file has, at most those.
 *
 * @param extractor the one that made the data set's features, `dataset.extractors[modality]`
 * @returns [windows, T, ...], or [1, segments, ...] of a clip of its own length; one window unless `length` is `window`
 *
 * @example
 * const extractor = await openExtractor(audioPlugin, dataset.extractors?.audio);
 * const { data, shape } = await featurize(dataset, 'audio', 'seven.wav', extractor);
 */
export async function featurize(
  dataset: FeatureTarget,
  modality: string,
  source: string,
  { session }: OpenExtractor,
  { length = oneWindow(dataset), onNote, ...decoding }: FeaturizeOptions = {},
): Promise<NdArray<Float32Array>> {
  const { segments } = dataset;
  const { featureShape } = session;
  const own = await session.extract(await decodeMedia(source, session.format, decoding), onNote);
  const data = dataset.normalise?.(modality, own) ?? own;
  return fitFeatures({ data, featureShape }, segments, length);
}

const oneWindow = ({ length = 'pad' }: FeatureTarget): Length => (length === 'window' ? 'pad' : length);
