import { hostValue, type Quantized, type Random } from '@cmg/core';
import { straightThrough, withoutTape } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { quantize } from './quantize.js';
import type { ResidualOptions } from './residual-options.js';
import { rotationTrick } from './rotation-trick.js';

/** The options that say how segments are put on the codes of several levels. */
export type ResidualQuantizeOptions = Pick<ResidualOptions, 'size' | 'levels' | 'distance' | 'gradient'>;

/**
 * Residual vector quantisation:
 *
 * $$ r_1 = z, \quad i_l = \argmin_k |r_l - e_{l,k}|^2, \quad r_{l+1} = r_l - e_{l,i_l}, \quad q = \sum_l e_{l,i_l} $$
 *
 * The gradient passes to z from the sum, and from the distances to the codes of the first level, the only distances that are returned.
 *
 * z [B, T, D]; embedding [K L, D], level after level; indices [B, T, L] in 0..K L - 1 are its rows.
 *
 * @param shown [B], how many levels the sum of each clip has; default: all. The indices are those of all levels in any case.
 * @throws CmgError if the shapes do not fit.
 */
export function quantizeResidual(z: tf.Tensor3D, embedding: tf.Tensor2D, options: ResidualQuantizeOptions, shown?: tf.Tensor1D): Quantized {
  const { size, levels, distance, gradient } = options;
  if (levels === 1) return quantize(z, embedding, { distance, gradient });
  return tf.tidy(() => {
    const codesOf = (level: number): tf.Tensor2D => tf.slice2d(embedding, [level * size, 0], [size, embedding.shape[1]]);
    const first = quantize(z, codesOf(0), { distance });
    const { indices, codes } = withoutTape(() => {
      const chosen = [first.indices];
      let [left, sum] = [tf.sub(z, first.codes), first.codes as tf.Tensor];
      for (let level = 1; level < levels; level++) {
        const found = quantize(left as tf.Tensor3D, codesOf(level), { distance });
        chosen.push(tf.add(found.indices, tf.scalar(level * size, 'int32')));
        left = tf.sub(left, found.codes);
        sum = tf.add(sum, shown === undefined ? found.codes : tf.mul(found.codes, seen(shown, level)));
      }
      return { indices: tf.concat3d(chosen, 2), codes: sum as tf.Tensor3D };
    });
    const quantized = gradient === 'rotation' ? rotationTrick(z, codes) : straightThrough(z, codes);
    return { distances: first.distances, indices, codes, quantized };
  });
}

/** 1 for clips that show this level (the first is 0), 0 for others, [B, 1, 1]. */
const seen = (shown: tf.Tensor1D, level: number): tf.Tensor => tf.cast(tf.greater(shown, level), 'float32').reshape([-1, 1, 1]);

/**
 * How many levels each clip of a batch shows in training, [B]: 1 to L with equal probability for a share `dropout` of the clips, all for the
 * others. Drawn from `random.fork('residual')`, the same for all modalities of a step.
 */
export function shownLevels(clips: number, { levels, dropout }: Pick<ResidualOptions, 'levels' | 'dropout'>, random: Random): tf.Tensor1D {
  return hostValue(() => {
    const own = random.fork('residual');
    return tf.tensor1d(Array.from({ length: clips }, () => (own.uniform() < dropout ? own.integer(1, levels + 1) : levels)));
  });
}

/**
 * What the levels before each level leave of vectors [B, T, D] that were assigned to the codes `indices` [B, T, L]: r_l for l = 1..L. Of
 * segments that are not there, with indices -1, it means nothing.
 */
export function residuals(vectors: tf.Tensor3D, indices: tf.Tensor3D, embedding: tf.Tensor2D): readonly tf.Tensor3D[] {
  const [batch, segments, levels] = indices.shape;
  const left = [vectors];
  for (let level = 0; level < levels - 1; level++) {
    const own = tf.slice3d(indices, [0, 0, level], [batch, segments, 1]).reshape([batch, segments]);
    const codes = tf.gather(embedding, tf.maximum(own, tf.scalar(0, 'int32')));
    left.push(tf.sub(left[level] as tf.Tensor3D, codes));
  }
  return left;
}

/** The indices of each level among its own codes, [B, T, 1] in 0..K-1. */
export function levelIndices(indices: tf.Tensor3D, size: number): readonly tf.Tensor3D[] {
  const [batch, segments, levels] = indices.shape;
  if (levels === 1) return [indices];
  return Array.from({ length: levels }, (_, level) =>
    tf.sub(tf.slice3d(indices, [0, 0, level], [batch, segments, 1]), tf.scalar(level * size, 'int32')),
  );
}
