import { loadRun, type WebRun } from '@cmg/web';
import { env, ready, setBackend } from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';

export { decodePicture, decodeSound } from '@cmg/web';

let opened: Promise<unknown> | undefined;

/** WebAssembly: the same arithmetic in every browser, and as fast as a graphics card on one clip. */
async function openBackend(): Promise<void> {
  // Threads would need workers made of text, which a strict policy refuses; a clip is small.
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths({ 'tfjs-backend-wasm.wasm': plain, 'tfjs-backend-wasm-simd.wasm': simd, 'tfjs-backend-wasm-threaded-simd.wasm': simd });
  if (!(await setBackend('wasm'))) throw new Error('This browser does not run WebAssembly.');
  await ready();
}

/** A run that runs in this page. @param url of its folder, which may be relative */
export async function openWebRun(url: string): Promise<WebRun> {
  opened ??= openBackend();
  await opened;
  return loadRun(url);
}
