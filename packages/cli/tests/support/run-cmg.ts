import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Finished {
  /** Exit code, or the signal that ended it. */
  readonly code: number | NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The file that `cmg` runs. */
export const COMMAND = fileURLToPath(new URL('../../bin/cmg.mjs', import.meta.url));

/**
 * Runs the built `cmg` command as a user does.
 *
 * @param watch called with the process and all that it wrote to stderr so far, whenever it writes: a test may kill it
 * @param env environment variables besides those of the test
 */
export function runCmg(
  args: readonly string[],
  watch?: (child: ReturnType<typeof spawn>, stderr: string) => void,
  env: NodeJS.ProcessEnv = {},
): Promise<Finished> {
  const child = spawn(process.execPath, [COMMAND, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => {
    stderr += text.toString();
    watch?.(child, stderr);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code: code ?? signal, stdout, stderr }));
  });
}
