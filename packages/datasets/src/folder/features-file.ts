import { type ComponentConfig, componentOrigin, type Dataset, type PerModality } from '@cmg/core';
import { ifThere, readJson } from '@cmg/formats';
import { z } from 'zod';

const schema = z.object({
  format: z.union([z.literal(1), z.literal(2)]),
  segments: z.int().min(1),
  length: z.enum(['pad', 'resample', 'window', 'own']).exactOptional(),
  modalities: z.record(
    z.string(),
    z.object({
      use: z.string(),
      options: z.record(z.string(), z.unknown()).default({}),
      from: componentOrigin.exactOptional(),
      featureShape: z.array(z.int().min(1)).min(1),
    }),
  ),
});

/** What `cmg extract` records about the features that it made. */
export interface FeaturesFile {
  /** 2: the data set `folder` scales all but published networks' features, and centres maps. 1: as before these were. */
  readonly format: 1 | 2;
  /** T. */
  readonly segments: number;
  /** How clips came to T segments. */
  readonly length?: NonNullable<Dataset['length']>;
  readonly shapes: PerModality<readonly number[]>;
  readonly extractors: PerModality<ComponentConfig>;
}

/**
 * Reads `features.json`; undefined if it does not exist.
 *
 * @throws CmgError if it is not what `cmg extract` writes
 */
export async function readFeaturesFile(file: string): Promise<FeaturesFile | undefined> {
  const data = await ifThere(readJson(file, schema, { what: 'what `cmg extract` writes', hint: 'Run `cmg extract` again.' }));
  if (data === undefined) return undefined;
  const entries = Object.entries(data.modalities);
  return {
    format: data.format,
    segments: data.segments,
    ...(data.length && { length: data.length }),
    shapes: Object.fromEntries(entries.map(([name, { featureShape }]) => [name, featureShape])),
    extractors: Object.fromEntries(entries.map(([name, { featureShape: _, ...extractor }]) => [name, extractor])),
  };
}
