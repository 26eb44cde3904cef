import { hasNvidiaGpu } from '../../provision/index.mjs';
import type { BackendChoice, BackendName } from '../backend-name.js';

/** What a user who requested `requested` and got `backend` can do for more speed. */
export function adviceFor(requested: BackendChoice, backend: BackendName, nvidia: boolean = hasNvidiaGpu()): readonly string[] {
  if (backend === 'gpu') return [];
  if (requested !== 'auto' && backend !== 'native')
    return [`You asked for ${backend}; CMG_BACKEND=auto takes the fastest backend that opens.`];
  const advice: string[] = [];
  if (backend !== 'native') advice.push('Run `cmg setup` to install native TensorFlow, which is several times faster than WebAssembly.');
  if (nvidia) advice.push('This machine has an NVIDIA GPU: run `cmg setup` to try TensorFlow for CUDA.');
  return advice;
}
