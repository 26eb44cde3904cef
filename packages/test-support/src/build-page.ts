import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const vite = (): string => join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');

/**
 * Bundles a page with Vite, as its users do, from the packages as they are built.
 *
 * @param root the folder of its `index.html`
 * @param out the folder to make
 * @returns what Vite had to say; a module of Node that is on the way is named there
 */
export async function buildPage(root: string, out: string, { minify = false } = {}): Promise<string> {
  const args = [vite(), 'build', root, '--outDir', out, '--emptyOutDir', '--logLevel', 'warn', ...(minify ? [] : ['--minify', 'false'])];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { env: { ...process.env, NODE_OPTIONS: '' } });
  return stdout + stderr;
}
