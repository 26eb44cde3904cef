import { CmgError } from '@cmg/core';

/** Where a shared run lies: a repository of a hub, or a folder. */
export type Place =
  { readonly kind: 'hub'; readonly repository: string; readonly revision: string } | { readonly kind: 'folder'; readonly path: string };

const HUB = /^hf:(?<repository>[\w.-]+\/[\w.-]+)(?:@(?<revision>[^\s@]+))?$/;

/**
 * Reads `hf:USER/NAME`, `hf:USER/NAME@REVISION` or the path of a folder.
 *
 * @throws CmgError of kind `usage` where `hf:` is followed by something else
 */
export function placeOf(text: string): Place {
  if (!text.startsWith('hf:')) return { kind: 'folder', path: text };
  const { repository, revision = 'main' } = HUB.exec(text)?.groups ?? {};
  if (repository === undefined) {
    throw new CmgError('expected hf:USER/NAME or hf:USER/NAME@REVISION, or the path of a folder', { kind: 'usage', where: text });
  }
  return { kind: 'hub', repository, revision };
}
