import { MessageChannel } from 'node:worker_threads';
import type { NumberArray } from './array-source.js';

const { port1: nobody, port2 } = new MessageChannel();
port2.close();
nobody.unref();

/**
 * Frees an array's memory at once, by handing it to a port at whose other end is nobody; the array is empty afterwards. Garbage
 * collection would come to it too, but only after some hundred megabytes of them.
 */
export function release({ data }: NumberArray): void {
  nobody.postMessage(null, [data.buffer as ArrayBuffer]);
}
