import { isPath } from '@cmg/config';
import { CmgError, type ComponentConfig } from '@cmg/core';
import { describeExtractor, type ExtractedModality } from '@cmg/media';
import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { loadExtractor } from './load-extractor.js';

/**
 * Whether two configs mean the same extractor with the same options. One that was recorded before an option had a default means that
 * default.
 */
export async function sameExtractor(modality: ExtractedModality, one: ComponentConfig, other: ComponentConfig): Promise<boolean> {
  if (one.use !== other.use || !isDeepStrictEqual(originOf(one), originOf(other))) return false;
  if (isDeepStrictEqual(one.options, other.options)) return true;
  const [a, b] = [await optionsOf(modality, one), await optionsOf(modality, other)];
  return isDeepStrictEqual(a, b);
}

/** A package is the same wherever it was resolved from; a path is not. */
function originOf({ from }: ComponentConfig): unknown {
  if (from === undefined) return undefined;
  const { specifier, base, version } = from;
  return [isPath(specifier) ? resolve(base, specifier) : specifier, version];
}

/** Every option spelt out, or as recorded where the extractor of today does not take them. */
async function optionsOf(modality: ExtractedModality, config: ComponentConfig): Promise<ComponentConfig['options']> {
  try {
    return (await describeExtractor(modality, config, loadExtractor)).options;
  } catch (error) {
    if (error instanceof CmgError) return config.options;
    throw error;
  }
}
