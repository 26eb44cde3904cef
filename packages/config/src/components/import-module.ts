import { CmgError } from '@cmg/core';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { runTypeScript } from './run-typescript.js';

/** What a module exports, by name. */
export type ModuleExports = Readonly<Record<string, unknown>>;

/**
 * Imports a file, which executes it. TypeScript too: see {@link runTypeScript}.
 *
 * @param specifier as the user gave it, for messages
 * @throws CmgError of kind `usage` that says what the module threw, and where in it
 */
export async function importModule(file: string, specifier: string): Promise<ModuleExports> {
  const url = pathToFileURL(file).href;
  try {
    return (await import(url)) as ModuleExports;
  } catch (thrown) {
    if ((thrown as { code?: unknown } | null)?.code !== 'ERR_UNKNOWN_FILE_EXTENSION' || !/\.[cm]?ts$/.test(file))
      throw failed(thrown, url, specifier);
  }
  await runTypeScript(file, specifier);
  try {
    return (await import(`${url}?types=stripped`)) as ModuleExports; // Node caches the failure of the plain address
  } catch (thrown) {
    throw failed(thrown, url, specifier);
  }
}

/** By structure: a test runner may have its own `Error`. */
const isError = (thrown: unknown): thrown is NodeJS.ErrnoException => typeof (thrown as { message?: unknown } | null)?.message === 'string';

function failed(thrown: unknown, url: string, specifier: string): CmgError {
  const { message, stack = '', code }: NodeJS.ErrnoException = isError(thrown) ? thrown : new Error(String(thrown));
  const [line = ''] = message.split('\n');
  const missing = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
  const where = stack.split('\n').find((frame) => frame.includes(url) || frame.includes(fileURLToPath(url)));
  const hint = missing ? 'Install or build what it imports, where it is.' : where?.trim();
  return new CmgError(`throws when imported: ${line}`, {
    kind: 'usage',
    where: specifier,
    ...(hint !== undefined && { hint }),
    cause: thrown,
  });
}
