import { createHash } from 'node:crypto';
import type { NdArray } from '@cmg/core';
import { encodeSafetensors, readSafetensors, writeCache } from '@cmg/formats';

/**
 * Tensors from a file if it exists and is intact, otherwise from `build`, which are then written to it. The file carries a
 * checksum of its content: one that is truncated or damaged counts as missing. The file name must encode everything that
 * the tensors depend on. Where it cannot be written, they are built anew each time.
 */
export async function cachedTensors(
  file: string,
  build: () => Promise<ReadonlyMap<string, NdArray>>,
): Promise<ReadonlyMap<string, NdArray>> {
  const cached = await read(file);
  if (cached !== undefined) return cached;
  const tensors = await build();
  await writeCache(file, encodeSafetensors(tensors, { checksum: checksum(tensors) }));
  return tensors;
}

async function read(file: string): Promise<ReadonlyMap<string, NdArray> | undefined> {
  try {
    const { tensors, metadata } = await readSafetensors(file);
    return metadata['checksum'] === checksum(tensors) ? tensors : undefined;
  } catch {
    return undefined;
  }
}

function checksum(tensors: ReadonlyMap<string, NdArray>): string {
  const hash = createHash('sha256');
  for (const [name, { shape, data }] of tensors) {
    hash.update(`${name}[${shape.join(',')}]`);
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest('hex');
}
