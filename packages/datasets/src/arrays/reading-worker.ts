import { CmgError } from '@cmg/core/files';
import { parentPort } from 'node:worker_threads';
import { ArrayFiles } from './array-files.js';
import type { Answer, Request } from './reading-thread.js';

/** The other side of a reading thread: answers each request with an array, whose memory is handed over, or an error. */
const files = new ArrayFiles();

async function answer({ id, what, locator }: Request): Promise<Answer> {
  try {
    return { id, value: what === 'read' ? await files.read(locator) : await files.shape(locator) };
  } catch (error) {
    if (!(error instanceof CmgError)) return { id, bug: (error as Error).stack ?? String(error) };
    return { id, error: { what: error.what, where: error.where, hint: error.hint } };
  }
}

parentPort?.on('message', async (request: Request) => {
  const reply = await answer(request);
  const transfer = 'value' in reply && 'data' in reply.value ? [reply.value.data.buffer as ArrayBuffer] : [];
  parentPort?.postMessage(reply, transfer);
});
