import { once } from 'node:events';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { checkTypes } from './check-types.mjs';

const NAME = 'check-types';

let thread;
let previous = Promise.resolve();

/** `checkTypes` in a thread, as it takes seconds in which nothing else would go on; always the same one, as a warm compiler takes half as long. */
export function checkTypesInThread(programs, request) {
  const found = previous.then(() => ask(programs, request));
  previous = found.catch(() => {});
  return found;
}

async function ask(programs, request) {
  thread ??= new Worker(new URL(import.meta.url), { workerData: NAME });
  thread.ref();
  thread.postMessage({ programs, request });
  try {
    const [found] = await once(thread, 'message');
    thread.unref(); // it waits for more, the process does not
    return found;
  } catch (error) {
    thread = undefined; // it has ended
    throw error;
  }
}

if (workerData === NAME) {
  parentPort?.on('message', ({ programs, request }) => parentPort?.postMessage(checkTypes(programs, request)));
}
