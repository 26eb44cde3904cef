import { availableParallelism } from 'node:os';
import type { BackendName } from '../backend-name.js';

/** How many threads one operation may use on a backend: all cores natively (unless `TF_NUM_INTRAOP_THREADS` says less), else one. */
export function threadCount(backend: BackendName, env: NodeJS.ProcessEnv = process.env): number {
  if (backend === 'wasm' || backend === 'js') return 1;
  const limit = Number(env['TF_NUM_INTRAOP_THREADS']);
  return Number.isInteger(limit) && limit > 0 ? limit : availableParallelism();
}
