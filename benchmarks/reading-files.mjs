/** @import { Case } from './types.ts' */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPyTorch, lastLine } from './python.mjs';

/**
 * Gives the reading cases among `cases` a folder of files to read (about 300 MB), for as long as `use` runs.
 *
 * @template Result
 * @param {readonly Case[]} cases
 * @param {(cases: readonly Case[]) => Promise<Result>} use
 */
export async function withReadingFiles(cases, use) {
  if (!cases.some(({ kind }) => kind === 'reading')) return use(cases);
  const folder = await mkdtemp(join(tmpdir(), 'cmg-bench-'));
  try {
    makeFiles(folder);
    return await use(cases.map((benchmark) => (benchmark.kind === 'reading' ? { ...benchmark, folder } : benchmark)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Python writes them; where it cannot, the cases fail and the table says why. @param {string} folder */
function makeFiles(folder) {
  try {
    const { python = 'python3' } = findPyTorch();
    execFileSync(python, [join(import.meta.dirname, 'pytorch/make_read_files.py'), folder], { stdio: 'pipe' });
  } catch (error) {
    console.error(`no files to read: ${lastLine(error)}`);
  }
}
