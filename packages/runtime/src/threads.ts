import { availableParallelism } from 'node:os';

/** More have not been tested; only products use several threads anyway. */
const MOST_WASM = 8;

/** How many threads an operation of native TensorFlow may use: `TF_NUM_INTRAOP_THREADS`, else all cores. */
export function nativeThreads(env: NodeJS.ProcessEnv = process.env): number {
  return countOf(env['TF_NUM_INTRAOP_THREADS']) ?? availableParallelism();
}

/** How many threads WebAssembly may use: `CMG_WASM_THREADS`, else as native TensorFlow; at most eight. */
export function wasmThreads(env: NodeJS.ProcessEnv = process.env): number {
  return Math.min(countOf(env['CMG_WASM_THREADS']) ?? nativeThreads(env), MOST_WASM);
}

function countOf(text: string | undefined): number | undefined {
  const count = Number(text);
  return Number.isInteger(count) && count > 0 ? count : undefined;
}
