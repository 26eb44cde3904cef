import { CmgError } from '@cmg/core';

/** What `DataParallel`, `DistributedDataParallel` (`module.`) and `torch.compile` (`_orig_mod.`) put before the names of a state dict. */
const WRAPPERS = /^(?:module\.)+|(?<=^|\.)_orig_mod\./g;

/**
 * A state dict under the names that its modules have without wrappers.
 *
 * @param where for messages
 * @throws CmgError if two names are the same without them
 */
export function withPlainNames<T>(state: Iterable<readonly [string, T]>, where: string): Map<string, T> {
  const plain = new Map<string, T>();
  for (const [name, value] of state) {
    // Twice: either wrapper may be within the other.
    const bare = name.replace(WRAPPERS, '').replace(WRAPPERS, '');
    if (plain.has(bare)) throw new CmgError(`has '${bare}' twice, with and without a wrapper's prefix`, { where });
    plain.set(bare, value);
  }
  return plain;
}
