import { CmgError } from '@cmg/core';
import { suggestion } from '../suggest.js';

/** A name has neither a slash nor an ending. */
const NAME = /^[\w-]+$/;

/**
 * The file of a ready-made config; undefined for a path.
 *
 * @param configs name -> file; where there are none, everything is a path
 * @param noun what they are, for the message
 * @throws CmgError of kind `usage` for an unknown name
 */
export function readyMadeFile(given: string, configs: ReadonlyMap<string, string> | undefined, noun = 'config'): string | undefined {
  if (configs === undefined || !NAME.test(given)) return undefined;
  const file = configs.get(given);
  if (file !== undefined) return file;
  throw new CmgError(`no ready-made ${noun} is called '${given}'${suggestion(given, [...configs.keys()], 'there are')}`, {
    kind: 'usage',
    hint: `For a file of this name, say ./${given}.`,
  });
}
