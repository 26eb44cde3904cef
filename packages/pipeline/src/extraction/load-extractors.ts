import { parseYaml, readConfigFile } from '@cmg/config';
import { CmgError } from '@cmg/core';
import type { WantedExtractor } from '@cmg/media';
import { dirname } from 'node:path';
import { z } from 'zod';

const schema = z.record(z.string(), z.union([z.string(), z.looseObject({ use: z.string() })]));

/**
 * Reads a file of extractors, `audio: {use: vggish, weights: vggish.safetensors}` or `audio: log-mel` per modality. Paths of extractors are
 * relative to it.
 *
 * @throws CmgError of kind `usage`
 */
export async function loadExtractors(file: string): Promise<Map<string, WantedExtractor>> {
  const parsed = schema.safeParse(parseYaml(await readConfigFile(file), file));
  if (!parsed.success) {
    throw new CmgError('expected an extractor per modality', {
      kind: 'usage',
      where: file,
      hint: 'For example: audio: {use: vggish, weights: vggish.safetensors}',
    });
  }
  const entries = Object.entries(parsed.data).map(([modality, entry]): [string, WantedExtractor] => {
    const { use, ...options } = typeof entry === 'string' ? { use: entry } : entry;
    return [modality, { use, options, base: dirname(file) }];
  });
  return new Map(entries);
}
