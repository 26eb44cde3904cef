import { performance } from 'node:perf_hooks';

/**
 * Runs one phase of a script and prints one line for it with its seconds; one that throws has failed.
 *
 * @param {string} name
 * @param {() => Promise<{ ok: boolean, note: string }>} work
 * @returns {Promise<boolean>} whether it succeeded
 */
export async function phase(name, work) {
  const started = performance.now();
  const { ok, note } = await work().catch((error) => ({ ok: false, note: error.message }));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${ok ? '✔' : '✖'} ${name.padEnd(13)} ${note} (${seconds} s)`);
  return ok;
}

/** A phase that is one command. */
export async function commandPhase(name, start) {
  return phase(name, async () => {
    const code = await start();
    return code === 0 ? { ok: true, note: 'done' } : { ok: false, note: `failed with exit code ${code}` };
  });
}
