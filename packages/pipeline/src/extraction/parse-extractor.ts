import { CmgError } from '@cmg/core';
import type { WantedExtractor } from '@cmg/media';
import { parse } from 'yaml';

/**
 * Reads `audio=vggish:weights=vggish.safetensors,lastRelu=false`: modality, extractor, options. Values are read as YAML. The extractor
 * may be a package or a path, `imu=./accelerometer.mjs:rate=50`.
 *
 * @throws CmgError of kind `usage`
 */
export function parseExtractor(text: string): [modality: string, wanted: WantedExtractor] {
  const [, modality, use, list = ''] = /^([^=:]+)=([^=:]+)(?::(.*))?$/s.exec(text) ?? [];
  if (modality === undefined || use === undefined) {
    throw new CmgError(`'${text}' does not name an extractor`, {
      kind: 'usage',
      where: '--extractor',
      hint: 'Expected <modality>=<name, package or path> or <modality>=<name>:<option>=<value>,..., for example video=letters:frames=4.',
    });
  }
  const options = list
    .split(',')
    .filter((part) => part !== '')
    .map((part): [string, unknown] => {
      const at = part.indexOf('=');
      if (at < 1) throw new CmgError(`'${part}' is not an option; expected <option>=<value>`, { kind: 'usage', where: '--extractor' });
      const value = part.slice(at + 1);
      // A colour, where YAML sees a comment.
      return [part.slice(0, at), value.startsWith('#') ? value : parse(value)];
    });
  return [modality, { use, options: Object.fromEntries(options) }];
}
