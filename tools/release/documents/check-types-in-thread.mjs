import { once } from 'node:events';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { checkTypes } from './check-types.mjs';

/** `checkTypes` in a thread of its own, as it takes seconds in which nothing else would go on. */
export async function checkTypesInThread(programs, request) {
  const [found] = await once(new Worker(new URL(import.meta.url), { workerData: { programs, request } }), 'message');
  return found;
}

if (!isMainThread && workerData?.programs) parentPort?.postMessage(checkTypes(workerData.programs, workerData.request));
