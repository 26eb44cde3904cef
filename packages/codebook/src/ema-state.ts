import type * as tf from '@tensorflow/tfjs';

/** Codes as moving averages: K codes of width D (with H heads D/H), used by M modalities. */
export type EmaState = {
  /** E, [K, D]: the codes. */
  readonly embedding: tf.Tensor2D;
  /** N, [K]: moving average of how many segments fall on each code. */
  readonly emaCount: tf.Tensor1D;
  /** m, [K, D]: moving average of the sum of what falls on each code; E = m / N. */
  readonly emaSum: tf.Tensor2D;
  /** [M, K]: batches since each modality last used each code, -1 before the first; M in the run's order. */
  readonly sinceUse: tf.Tensor2D;
};

/** The shapes of a state of so many codes. */
export function emaStateShapes(codes: number, width: number, modalities: number): { readonly [Name in keyof EmaState]: readonly number[] } {
  return { embedding: [codes, width], emaCount: [codes], emaSum: [codes, width], sinceUse: [modalities, codes] };
}
