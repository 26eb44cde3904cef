import { dirname, resolve } from 'node:path';
import { plain } from './located.js';
import { fileSource, locateYaml } from './locate-yaml.js';
import { MistakesError } from './mistake.js';

/**
 * YAML or JSON as plain objects, lists and scalars.
 *
 * @param file for messages
 * @throws CmgError of kind `usage` that names the place of each mistake
 */
export function parseYaml(text: string, file: string): unknown {
  const { root, mistakes } = locateYaml(text, (lines) => fileSource(file, dirname(resolve(file)), lines));
  if (mistakes.length > 0) throw new MistakesError(mistakes);
  return plain(root);
}
