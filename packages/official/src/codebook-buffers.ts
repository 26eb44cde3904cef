import type { CodebookState, NdArray } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import type { OfficialName } from './names/official-name.js';

const buffer = (name: string): OfficialName => ({ module: 'encoder', name: `Cross_quantizer.${name}` });

/** Where the official code keeps the codebook: E, N, m, and for each code the batches since any modality used it. */
export const CODEBOOK_NAMES = new Map<keyof CodebookState, OfficialName>([
  ['embedding', buffer('embedding')],
  ['emaCount', buffer('ema_count')],
  ['emaSum', buffer('ema_weight')],
  ['sinceUse', buffer('unactivated_count')],
]);

/**
 * The codebook of the official buffers. They have one counter a code, ours one a modality and code: each modality takes that
 * counter, so that the smallest of them, which the official rule reads, is the same.
 */
export function codebookFromBuffers(buffers: Readonly<Record<keyof CodebookState, NdArray>>, modalities: number): CodebookState {
  const tensor = <T extends tf.Tensor>({ shape, data }: NdArray): T => tf.tensor(Float32Array.from(data), [...shape]) as T;
  return tf.tidy(() => ({
    embedding: tensor<tf.Tensor2D>(buffers.embedding),
    emaCount: tensor<tf.Tensor1D>(buffers.emaCount),
    emaSum: tensor<tf.Tensor2D>(buffers.emaSum),
    sinceUse: tf.tile(tensor(buffers.sinceUse).expandDims(0), [modalities, 1]) as tf.Tensor2D,
  }));
}

/** The value of one official buffer, for the caller to dispose. */
export function bufferOf(codebook: CodebookState, key: keyof CodebookState): tf.Tensor {
  return key === 'sinceUse' ? codebook.sinceUse.min(0) : codebook[key].clone();
}
