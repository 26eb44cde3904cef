import { parentPort, workerData } from 'node:worker_threads';
import { answer, memoryOf } from './answer.js';
import type { Hdf5Answer, Hdf5Request } from './hdf5-files.js';
import { Hdf5Library } from './hdf5-library.js';
import { Pulse } from './pulse.js';

/** The other side of {@link Hdf5Files}: answers requests in their order, up to the first that breaks the library. */
const pulse = new Pulse(workerData as SharedArrayBuffer);
pulse.join();
const library = await Hdf5Library.load(pulse);

interface Memory {
  readonly buffer: ArrayBuffer;
  grow: (this: Memory, pages: number) => number;
}

// No other code of this thread has a memory of WebAssembly, whose types come with those of browsers.
const { prototype } = (globalThis as unknown as { readonly WebAssembly: { readonly Memory: { readonly prototype: Memory } } }).WebAssembly
  .Memory;
const { grow } = prototype;
prototype.grow = function (pages) {
  if (!library.mayGrow(this.buffer.byteLength + pages * 65_536)) throw new RangeError('more memory than the file is allowed');
  return grow.call(this, pages);
};

let queue = Promise.resolve();

async function reply({ id, what, of }: Hdf5Request): Promise<void> {
  if (library.isBroken) return; // asked of the next thread
  const reply = await answer<object>(id, () => library[what](of));
  parentPort?.postMessage({ ...reply, broken: library.isBroken } satisfies Hdf5Answer, memoryOf(reply));
}

parentPort?.on('message', (request: Hdf5Request) => {
  queue = queue.then(() => reply(request));
});
