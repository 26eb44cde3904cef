import type { NdArray } from '@cmg/core';
import { SafetensorsFile } from './safetensors-file.js';
import type { Safetensors } from './safetensors.js';

/**
 * Reads a safetensors file, of any size.
 *
 * @param wanted decides by name whether a tensor is read; default: all. The others may have any element type.
 * @throws CmgError that names the file and the tensor if the file is damaged, or two tensors share bytes
 */
export function readSafetensors(path: string, wanted = (_name: string) => true): Promise<Safetensors> {
  return SafetensorsFile.with(path, async (file) => {
    const tensors = new Map<string, NdArray>();
    for (const name of file.names) if (wanted(name)) tensors.set(name, await file.read(name));
    return { tensors, metadata: file.metadata };
  });
}
