import { jest } from '@jest/globals';
import { main } from '../../src/main.js';
import { CapturedTerminal } from './captured-terminal.js';
import type { Finished } from './run-cmg.js';

// Progress is written as into a file, also where the tests run on a terminal.
process.env['TERM'] = 'dumb';

/**
 * Runs the `cmg` command in this process, which spares the start of another: for what is neither killed nor loads a package of a stranger. One
 * at a time, since progress is taken from the process's stderr.
 */
export async function runHere(args: readonly string[]): Promise<Finished> {
  let stdout = '';
  let stderr = '';
  const terminal = new CapturedTerminal();
  terminal.print = (line) => (stdout += `${line}\n`);
  terminal.note = (line) => (stderr += `${line}\n`);
  const progress = jest.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((stderr += String(text))));
  try {
    const code = await main(args, terminal);
    return { code, stdout, stderr };
  } finally {
    progress.mockRestore();
  }
}
