import { CmgError } from '@cmg/core';
import { parentPort } from 'node:worker_threads';
import { ArrayFiles } from './array-files.js';
import type { Answer, Request } from './reading-thread.js';

/** The other side of a reading thread: answers each request with an array, whose memory is transferred, or an error. */
const files = new ArrayFiles();

function valueOf(request: Request) {
  switch (request.what) {
    case 'read':
      return files.read(request.of);
    case 'clips':
      return files.clips(request.of);
    case 'summary':
      return files.summary(request.of);
    case 'shape':
      return files.shape(request.of);
  }
}

async function answer(request: Request): Promise<Answer> {
  const { id } = request;
  try {
    return { id, value: await valueOf(request) };
  } catch (error) {
    if (!(error instanceof CmgError)) return { id, bug: (error as Error).stack ?? String(error) };
    return { id, error: { what: error.what, where: error.where, hint: error.hint } };
  }
}

/** The memory of an answer's numbers. */
function memoryOf(reply: Answer): ArrayBuffer[] {
  if (!('value' in reply)) return [];
  const { value } = reply;
  if (value instanceof Float32Array) return [value.buffer as ArrayBuffer];
  return 'data' in value ? [value.data.buffer as ArrayBuffer] : [];
}

parentPort?.on('message', (request: Request) => {
  void answer(request).then((reply) => parentPort?.postMessage(reply, memoryOf(reply)));
});
