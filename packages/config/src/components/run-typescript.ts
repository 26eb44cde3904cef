import { CmgError } from '@cmg/core';
import { createRequire, register } from 'node:module';
import { dirname } from 'node:path';

let registered = false;

/**
 * Lets Node import TypeScript files from now on. From 22.18 on it does so by itself; before, the package `typescript` beside the file
 * strips the types.
 *
 * @throws CmgError of kind `usage` that says what to install
 */
export async function runTypeScript(file: string, specifier: string): Promise<void> {
  if (registered) return;
  const typescript = ((): string => {
    try {
      return createRequire(file).resolve('typescript');
    } catch (cause) {
      throw new CmgError(`is TypeScript, which Node ${process.versions.node} cannot import by itself`, {
        kind: 'usage',
        where: specifier,
        hint: `Use Node 22.18 or later, or install TypeScript beside the file: npm install --save-dev typescript (in ${dirname(file)}).`,
        cause,
      });
    }
  })();
  register(new URL('./typescript-hooks.js', import.meta.url), { data: { typescript } });
  registered = true;
}
