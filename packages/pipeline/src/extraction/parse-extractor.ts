import { CmgError } from '@cmg/core';
import { parse } from 'yaml';

/** An extractor as a user asks for it: options are not checked yet. */
export interface WantedExtractor {
  readonly use: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * Reads `audio=vggish:weights=vggish.safetensors,lastRelu=false`: modality, extractor, options. Values are read as YAML.
 *
 * @throws CmgError of kind `usage`
 */
export function parseExtractor(text: string): [modality: string, wanted: WantedExtractor] {
  const [, modality, use, list = ''] = /^([^=:]+)=([^=:]+)(?::(.*))?$/s.exec(text) ?? [];
  if (modality === undefined || use === undefined) {
    throw new CmgError(`'${text}' names no extractor`, {
      kind: 'usage',
      where: '--extractor',
      hint: 'Expected <modality>=<name> or <modality>=<name>:<option>=<value>,..., for example video=letters:frames=4.',
    });
  }
  const options = list.split(',').filter((part) => part !== '').map((part): [string, unknown] => {
    const at = part.indexOf('=');
    if (at < 1) throw new CmgError(`'${part}' is no option; expected <option>=<value>`, { kind: 'usage', where: '--extractor' });
    return [part.slice(0, at), parse(part.slice(at + 1))];
  });
  return [modality, { use, options: Object.fromEntries(options) }];
}
