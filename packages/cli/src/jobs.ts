import type { BackendChoice } from '@cmg/runtime';
import { availableParallelism, freemem } from 'node:os';

/** Memory that a process needs for a cell, bytes: the shipped digits take 1.2 GiB on native TensorFlow. */
const MEMORY = 2 * 2 ** 30;
/** Cores that a process keeps busy: with fewer each cell takes longer by more than what the others gain. */
const CORES = 2;

/** How many cells to run at once. */
export function jobsFor(asked: number | 'auto', cells: number, backend: BackendChoice): number {
  if (asked !== 'auto') return Math.max(1, Math.min(asked, cells));
  if (backend === 'gpu') return 1; // one process takes the memory of the device
  return Math.max(1, Math.min(cells, Math.floor(availableParallelism() / CORES), Math.floor(freemem() / MEMORY)));
}

/** Environment variables that share the cores out among processes. */
export function threadsOf(jobs: number): NodeJS.ProcessEnv {
  if (jobs === 1) return {};
  const threads = String(Math.max(1, Math.floor(availableParallelism() / jobs)));
  return { TF_NUM_INTRAOP_THREADS: threads, CMG_WASM_THREADS: threads };
}
