import { MessageChannel } from 'node:worker_threads';
import type { NdArray } from '@cmg/core';

const { port1: nobody, port2 } = new MessageChannel();
port2.close();
nobody.unref();

/**
 * Frees an array's memory at once, by handing it to a port at whose other end is nobody; the array is empty afterwards. Garbage
 * collection would come to it too, but only after some hundred megabytes of them.
 */
export function release({ data }: NdArray<Float32Array | Float64Array>): void {
  nobody.postMessage(null, [data.buffer as ArrayBuffer]);
}
