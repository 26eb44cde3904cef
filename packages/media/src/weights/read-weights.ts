import { CmgError, type NdArray } from '@cmg/core';
import { fileHash, readTensors } from '@cmg/formats';

/** Weights of a trained network from a local file. */
export interface WeightFile {
  readonly tensors: ReadonlyMap<string, NdArray>;
  readonly file: string;
  /** Hash of the file. */
  readonly fingerprint: string;
}

/**
 * Reads the weights that an extractor needs: safetensors, `.npz`, or a state dict that `torch.save` wrote (`.pth`, `.pt`).
 *
 * @param file undefined if the user gave none
 * @param wanted for messages: the extractor's name, and where its weights are to be had
 * @throws CmgError of kind `usage` where none is named or the file cannot be read
 */
export async function readWeights(
  file: string | undefined,
  wanted: { readonly extractor: string; readonly hint: string },
): Promise<WeightFile> {
  if (file === undefined) {
    throw new CmgError(`the extractor '${wanted.extractor}' needs the option 'weights'`, { kind: 'usage', hint: wanted.hint });
  }
  try {
    return { tensors: await readTensors(file), file, fingerprint: await fileHash(file) };
  } catch (cause) {
    throw new CmgError(`the weights cannot be read: ${(cause as Error).message}`, { kind: 'usage', where: file, hint: wanted.hint, cause });
  }
}
