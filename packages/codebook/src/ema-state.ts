import * as tf from '@tensorflow/tfjs';

/**
 * Codes as moving averages: K codes of width D (D/H with H heads), used by M modalities. With L levels it has K L codes, level after
 * level.
 */
export type EmaState = {
  /** E, [K, D]: the codes. */
  readonly embedding: tf.Tensor2D;
  /** N, [K]: moving average of how many segments fall on each code. */
  readonly emaCount: tf.Tensor1D;
  /** m, [K, D]: moving average of the sum of what falls on each code; E = m / N. */
  readonly emaSum: tf.Tensor2D;
  /** `[M, K]`: batches since each modality last used each code, -1 before the first; M in the run's order. */
  readonly sinceUse: tf.Tensor2D;
};

/** The shapes of a state with this many codes. */
export function emaStateShapes(codes: number, width: number, modalities: number): { readonly [Name in keyof EmaState]: readonly number[] } {
  return { embedding: [codes, width], emaCount: [codes], emaSum: [codes, width], sinceUse: [modalities, codes] };
}

/** The state of one of several levels, of `size` codes each; new tensors. */
export function levelOf({ embedding, emaCount, emaSum, sinceUse }: EmaState, level: number, size: number): EmaState {
  const [width, modalities] = [embedding.shape[1], sinceUse.shape[0]];
  return {
    embedding: tf.slice2d(embedding, [level * size, 0], [size, width]),
    emaCount: tf.slice1d(emaCount, level * size, size),
    emaSum: tf.slice2d(emaSum, [level * size, 0], [size, width]),
    sinceUse: tf.slice2d(sinceUse, [0, level * size], [modalities, size]),
  };
}

/** The reverse of {@link levelOf}; a single level is returned as it is. */
export function joinLevels(levels: readonly EmaState[]): EmaState {
  const [first] = levels;
  if (levels.length === 1 && first !== undefined) return first;
  return {
    embedding: tf.concat2d(
      levels.map(({ embedding }) => embedding),
      0,
    ),
    emaCount: tf.concat1d(levels.map(({ emaCount }) => emaCount)),
    emaSum: tf.concat2d(
      levels.map(({ emaSum }) => emaSum),
      0,
    ),
    sinceUse: tf.concat2d(
      levels.map(({ sinceUse }) => sinceUse),
      1,
    ),
  };
}
