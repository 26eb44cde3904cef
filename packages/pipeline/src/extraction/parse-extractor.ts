import { CmgError } from '@cmg/core';
import type { WantedExtractor } from '@cmg/media';

/**
 * Reads `audio=vggish:weights=vggish.safetensors,lastRelu=false`: modality, extractor, options. A value is a number, `true`, `false`, other
 * JSON, or else the text as it stands; a comma in it is part of it, unless an option follows. The extractor may be a package or a path,
 * `imu=./accelerometer.mjs:rate=50`.
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
    .split(/,(?=\w+=|$)/)
    .filter((part) => part !== '')
    .map((part): [string, unknown] => {
      const at = part.indexOf('=');
      if (at < 1) throw new CmgError(`'${part}' is not an option; expected <option>=<value>`, { kind: 'usage', where: '--extractor' });
      return [part.slice(0, at), valueOf(part.slice(at + 1))];
    });
  return [modality, { use, options: Object.fromEntries(options) }];
}

function valueOf(text: string): unknown {
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) return Number(text);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
