import { CmgError } from '@cmg/core';

/**
 * What a package exports.
 *
 * @param name the package that `load` imports
 * @returns undefined if it is not installed; what it lacks itself, or throws, is thrown
 */
export async function optionalPackage<Exports>(name: string, load: () => Promise<Exports>): Promise<Exports | undefined> {
  try {
    return await load();
  } catch (error) {
    if (isMissing(error, name)) return undefined;
    throw error;
  }
}

/**
 * Like {@link optionalPackage}, for what cannot be done without it.
 *
 * @param what needs it, for the message: `an index of clips`
 * @throws CmgError of kind `usage` that says what to install
 */
export async function requiredPackage<Exports>(name: string, what: string, load: () => Promise<Exports>): Promise<Exports> {
  const found = await optionalPackage(name, load);
  if (found !== undefined) return found;
  throw new CmgError(`${what} needs ${name}, which is not installed`, { kind: 'usage', hint: `Add it with: npm install ${name}` });
}

/** Node's error for a package that is in no `node_modules`; it has no field for the name. */
function isMissing(error: unknown, name: string): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'ERR_MODULE_NOT_FOUND' && message.startsWith(`Cannot find package '${name}' `);
}
