import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const PROGRAM = fileURLToPath(new URL('./support/compute-on-wasm.ts', import.meta.url));
const HOOKS = new URL('../../../tools/jest/typescript-hooks.mjs', import.meta.url).href;

/** Runs the program in a process of its own, after some code; it has to end of itself. */
async function compute(threads: string | undefined, before = '') {
  const code = `import { register } from 'node:module'; register('${HOOKS}'); ${before}`;
  const { CMG_WASM_THREADS: _, TF_NUM_INTRAOP_THREADS: __, ...env } = process.env;
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(code)}`, PROGRAM],
    {
      env: threads === undefined ? env : { ...env, CMG_WASM_THREADS: threads },
      timeout: 50_000,
    },
  );
  return { ...(JSON.parse(stdout) as { threads: number; results: string; listeners: number }), stderr };
}

test('threads compute the bits that one thread computes, every time, and the process ends though they wait for work', async () => {
  const [one, ...more] = await Promise.all(['1', '2', '3', '3'].map((threads) => compute(threads)));
  expect(one).toMatchObject({ threads: 1, stderr: '' });
  expect(more).toEqual([2, 3, 3].map((threads) => ({ ...one, threads, listeners: 0 })));
});

test('where threads do not start there is one, and a line says why', async () => {
  const broken = `
    import workers from 'node:worker_threads';
    workers.Worker = class extends workers.Worker { constructor() { super('throw new Error("no room for a thread")', { eval: true }); } };`;
  const { threads, stderr } = await compute('2', broken);
  expect(threads).toBe(1);
  expect(stderr).toBe(
    'WebAssembly uses a single thread, since more did not start: no room for a thread (set CMG_WASM_THREADS=1 to silence this)\n',
  );
});
