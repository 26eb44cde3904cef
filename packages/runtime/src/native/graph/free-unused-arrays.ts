import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Fewer bytes are left to Node. */
const MANY = 2 ** 26;

/**
 * Frees typed arrays that nothing uses, if arrays take much memory. Node itself does so when its own objects have grown, which those of
 * training do not: the initial weights of a model, by now in TensorFlow's memory, would stay until the process ends.
 */
export function freeUnusedArrays(): void {
  if (process.memoryUsage().arrayBuffers < MANY) return;
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}
