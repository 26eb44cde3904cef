import { CmgError } from '@cmg/core';
import type { WasmBackend } from './wasm-backend.js';

/** The range of 32-bit addresses in bytes. */
const LIMIT = 2 ** 32;
const limited = new WeakSet<WasmBackend>();

/**
 * Makes an allocation fail when the memory is full: the module returns address 0, which tfjs would treat as valid memory and
 * write to.
 */
export function limitMemory(backend: WasmBackend): void {
  if (limited.has(backend)) return;
  limited.add(backend);
  const { wasm } = backend;
  // At the first call the module replaces its own function.
  wasm._free(wasm._malloc(1));
  const allocate = wasm._malloc.bind(wasm);
  wasm._malloc = (bytes) => {
    const offset = bytes < LIMIT ? allocate(bytes) : 0;
    if (offset === 0 && bytes > 0) throw full(bytes, wasm.HEAPU8.length);
    return offset;
  };
}

function full(bytes: number, size: number): CmgError {
  const gibibytes = (count: number) => `${(count / 2 ** 30).toFixed(2)} GiB`;
  return new CmgError(
    `does not fit into WebAssembly's 4 GiB of memory: it has grown to ${gibibytes(size)} and has no contiguous ${gibibytes(bytes)}`,
    {
      kind: 'usage',
      hint: 'Use the native backend (`cmg setup` provides it), or smaller batches or widths (specificWidth above all).',
    },
  );
}
