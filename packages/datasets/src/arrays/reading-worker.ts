import { parentPort } from 'node:worker_threads';
import { answer, memoryOf } from './answer.js';
import { ArrayFiles } from './array-files.js';
import type { Request } from './reading-thread.js';

/** The other side of a reading thread. */
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

parentPort?.on('message', (request: Request) => {
  void answer<object>(request.id, () => valueOf(request)).then((reply) => parentPort?.postMessage(reply, memoryOf(reply)));
});
