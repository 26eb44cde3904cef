import type { EmaState } from '@cmg/codebook';
import { CmgError, type NdArray } from '@cmg/core';
import type { Model } from '@cmg/trainer';
import * as tf from '@tensorflow/tfjs';
import type { OfficialName } from './names/official-name.js';

const buffer = (name: string): OfficialName => ({ module: 'encoder', name: `Cross_quantizer.${name}` });

/** Where the official code stores the codebook: E, N, m, and for each code the batches since any modality used it. */
export const CODEBOOK_NAMES = new Map<keyof EmaState, OfficialName>([
  ['embedding', buffer('embedding')],
  ['emaCount', buffer('ema_count')],
  ['emaSum', buffer('ema_weight')],
  ['sinceUse', buffer('unactivated_count')],
]);

/**
 * The codebook of the official buffers. They have one counter per code, ours one per modality and code: each modality gets
 * that counter, so that their minimum, which the official rule uses, is the same.
 */
export function codebookFromBuffers(buffers: Readonly<Record<keyof EmaState, NdArray>>, modalities: number): EmaState {
  const tensor = <T extends tf.Tensor>({ shape, data }: NdArray): T => tf.tensor(Float32Array.from(data), [...shape]) as T;
  return tf.tidy(() => ({
    embedding: tensor<tf.Tensor2D>(buffers.embedding),
    emaCount: tensor<tf.Tensor1D>(buffers.emaCount),
    emaSum: tensor<tf.Tensor2D>(buffers.emaSum),
    sinceUse: tf.tile(tensor(buffers.sinceUse).expandDims(0), [modalities, 1]) as tf.Tensor2D,
  }));
}

/**
 * The state of a model whose codebook is like the official one: one list of codes as wide as a segment.
 *
 * @throws CmgError if it is of another kind, or has several heads.
 */
export function officialState({ codebook, codebookState, width }: Model): EmaState {
  const { size, codeCount, shapes } = codebook;
  const fits =
    codeCount === size && shapes['embedding']?.join() === `${size},${width}` && [...CODEBOOK_NAMES.keys()].every((key) => key in shapes);
  if (fits) return codebookState as EmaState;
  throw new CmgError('the official code does not support this kind of codebook, only a single list of codes without heads', {
    where: 'codebook',
    kind: 'usage',
  });
}

/** The value of one official buffer, for the caller to dispose. */
export function bufferOf(codebook: EmaState, key: keyof EmaState): tf.Tensor {
  return key === 'sinceUse' ? codebook.sinceUse.min(0) : codebook[key].clone();
}
