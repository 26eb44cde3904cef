import { hasNvidiaGpu } from '../../provision/index.mjs';
import type { BackendName } from '../backend-name.js';

/** What a user of `backend` can do for more speed. */
export function adviceFor(backend: BackendName, nvidia: boolean = hasNvidiaGpu()): readonly string[] {
  const advice: string[] = [];
  if (backend === 'js' || backend === 'wasm') {
    advice.push('Run `cmg setup` to install native TensorFlow; it is several times faster than WebAssembly.');
  }
  if (nvidia && backend !== 'gpu') advice.push('This machine has an NVIDIA GPU: run `cmg setup` to try TensorFlow for CUDA.');
  return advice;
}
