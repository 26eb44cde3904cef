import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../lib/run.mjs';

/**
 * @typedef {object} TestFile
 * @property {string} test its path
 * @property {boolean} failed
 * @property {number} seconds
 * @property {readonly string[]} reached the functions that it ran, where there was no mutant
 */

/**
 * Runs test files of a package one after the other, up to the first that fails.
 *
 * @param {string} name of the package
 * @param {readonly string[]} tests their paths, the likeliest to fail first; none: all
 * @param {import('./find-mutants.mjs').Mutant} [mutant]
 * @param {number} [limit] seconds
 * @returns {Promise<{ outcome: 'passed' | 'failed' | 'timeout', files: TestFile[] }>}
 */
export async function runTests(name, tests, mutant, limit = 3600) {
  const scratch = mkdtempSync(join(tmpdir(), 'cmg-mutate-'));
  const results = join(scratch, 'results.jsonl');
  try {
    const env = {
      ...process.env,
      NODE_OPTIONS: '--experimental-vm-modules',
      CMG_MUTATED_PACKAGE: name,
      CMG_TEST_RESULTS: results,
      ...(mutant && { CMG_MUTANT: JSON.stringify(mutant) }),
    };
    const options = ['--config=tools/mutate/jest.config.mjs', '--runInBand', '--bail'];
    const jest = ['node_modules/jest/bin/jest.js', ...options, ...(tests.length > 0 ? ['--runTestsByPath', ...tests] : [])];
    const child = spawn(process.execPath, jest, { cwd: ROOT, env, stdio: 'ignore' });
    const timer = setTimeout(() => child.kill('SIGKILL'), limit * 1000);
    const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
    clearTimeout(timer);
    if (code === null) return { outcome: 'timeout', files: [] };
    return { outcome: code === 0 ? 'passed' : 'failed', files: readResults(results) };
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/**
 * @param {string} file
 * @returns {TestFile[]}
 */
function readResults(file) {
  if (!existsSync(file)) return []; // it crashed
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  const byTest = new Map();
  for (const line of lines.map((text) => JSON.parse(text))) byTest.set(line.test, { ...byTest.get(line.test), ...line });
  return [...byTest.values()];
}
