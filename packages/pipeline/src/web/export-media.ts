import {
  CmgError,
  type Dataset,
  forModality,
  mapPaths,
  type NdArray,
  type PerModality,
  type PortableExtractor,
  type Registry,
} from '@cmg/core';
import { extractorsOf, openExtractor } from '@cmg/media';
import type { ExportedRun } from '@cmg/web';
import type { Run } from '../runs/open-run.js';
import { affineScale } from './affine-scale.js';
import type { ShardWriter } from './shard-writer.js';

/** Extractors that run in a page. */
export type PortableExtractors = PerModality<Registry<PortableExtractor>>;

type ExportedMedia = NonNullable<ExportedRun['modalities'][number]['media']>;

/**
 * Writes how raw media of a modality become its features.
 *
 * @param dataset the run's own
 * @returns why a page cannot do that, where it cannot
 */
export async function exportMedia(
  { components }: Pick<Run, 'components'>,
  dataset: Dataset,
  modality: string,
  { writer, portable }: { readonly writer: ShardWriter; readonly portable: Registry<PortableExtractor> | undefined },
): Promise<ExportedMedia | string> {
  const made = dataset.extractors?.[modality];
  if (made === undefined) return "the run's data does not say how its features were made";
  if (made.from !== undefined)
    return `the extractor '${made.use}' comes from ${made.from.specifier}, and a page runs what is built in alone`;
  if (dataset.length === 'own') return "clips of the run's data keep their own lengths, and a page pads them";
  const plugin = components.modalities.get(modality);
  const extractor = extractorsOf(plugin).get(made.use);
  if (extractor.weights === undefined || portable?.has(made.use) !== true) {
    return `the extractor '${made.use}' does not run in a page`;
  }
  const size = forModality(dataset.featureShapes, modality).reduce((a, b) => a * b, 1);
  const scale = affineScale((features) => dataset.normalise?.(modality, features) ?? features, size);
  if (scale === undefined) return "the run's data scales features in a way that is not affine";
  const { session, options } = await openExtractor(plugin, made);
  try {
    const { format } = session;
    if (format.kind === 'file') throw new CmgError('internal error: an extractor of files is among those that run in a page');
    const weights = new Map<string, NdArray>([...(await extractor.weights(options)), ...scale]);
    return {
      // Where its weights were is nobody's business: they are written beside it.
      extractor: { use: made.use, options: mapPaths(extractor.options, options, () => made.use) },
      format,
      length: dataset.length === 'resample' ? 'resample' : 'pad',
      weights: await writer.write(`media-${modality}`, weights),
    };
  } finally {
    session.dispose();
  }
}
