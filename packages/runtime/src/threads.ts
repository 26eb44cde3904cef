import { availableParallelism } from 'node:os';

/** More were never tried; what is not products has one thread in any case. */
const MOST_WASM = 8;

/** How many threads an operation of native TensorFlow may use: as many as `TF_NUM_INTRAOP_THREADS` says, else all cores. */
export function nativeThreads(env: NodeJS.ProcessEnv = process.env): number {
  return countOf(env['TF_NUM_INTRAOP_THREADS']) ?? availableParallelism();
}

/** How many threads WebAssembly is to have: as many as `CMG_WASM_THREADS` says, else as native TensorFlow; eight at most. */
export function wasmThreads(env: NodeJS.ProcessEnv = process.env): number {
  return Math.min(countOf(env['CMG_WASM_THREADS']) ?? nativeThreads(env), MOST_WASM);
}

function countOf(text: string | undefined): number | undefined {
  const count = Number(text);
  return Number.isInteger(count) && count > 0 ? count : undefined;
}
