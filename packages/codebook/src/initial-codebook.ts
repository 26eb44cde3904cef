import { CmgError, type PerModality, type Random } from '@cmg/core';
import type { CodebookOptions } from './codebook-options.js';
import * as tf from '@tensorflow/tfjs';
import { alignedMean, mostShared } from './aligned-mean.js';
import type { EmaState } from './ema-state.js';
import { kMeans } from './k-means.js';

/** If there are fewer segments than codes, repeated ones are moved by this share of their size, so that no two codes are equal. */
const SPREAD = 1e-3;

/** How a codebook starts. */
export type InitialOptions = Pick<CodebookOptions, 'size' | 'initial' | 'initialCount'>;

/**
 * A codebook before its first batch: E [K, D] by `options.initial`, N = `initialCount` of every code, m = E N, and no use yet.
 *
 * - `uniform`: each element uniform in [-1/K, 1/K), as in the official code.
 * - `samples`: random segments of the first batch's z, all modalities together. Codes then lie where the data lies, and
 *   far fewer are dead from the start.
 * - `aligned`: the mean of all modalities at random segments of the first batch, so that no code belongs to one modality from the start.
 * - `kmeans`: the centres of those segments by k-means.
 *
 * If `initialCount` is 0, m = E as in the official code: a code that the first batch misses is then multiplied by 1e5.
 * Training only; a trained run loads its codebook.
 *
 * @param width of a code: D, with H heads D/H
 * @param samples z [B, T, D] of the first batch, for all but `uniform`; with H heads each segment is H samples
 * @param present [B, T] of them: of segments that are not there none is taken; default: all are. With `aligned` the mean is over the
 *   modalities that have a segment, at segments that no other is shared by more of
 * @throws CmgError if samples are needed and missing, or their width is not a multiple of a code's.
 */
export function initialCodebook(
  options: InitialOptions,
  width: number,
  modalities: readonly string[],
  random: Random,
  samples?: PerModality<tf.Tensor3D>,
  present?: PerModality<tf.Tensor2D>,
): EmaState {
  const { size, initialCount } = options;
  return tf.tidy(() => {
    const embedding = tf.tensor2d(firstCodes(options, width, random.fork('codebook'), samples, present), [size, width]);
    return {
      embedding,
      emaCount: tf.fill([size], initialCount) as tf.Tensor1D,
      emaSum: (initialCount === 0 ? embedding.clone() : embedding.mul(initialCount)) as tf.Tensor2D,
      sinceUse: tf.fill([modalities.length, size], -1) as tf.Tensor2D,
    };
  });
}

function firstCodes(
  { size, initial }: InitialOptions,
  width: number,
  random: Random,
  samples: PerModality<tf.Tensor3D> | undefined,
  present: PerModality<tf.Tensor2D> | undefined,
): Float32Array {
  if (initial === 'uniform') return random.uniforms(size * width, -1 / size, 1 / size);
  if (samples === undefined) throw new CmgError(`a codebook made by '${initial}' needs the first batch's features`);
  if (initial === 'aligned')
    return draw(
      tf.tidy(() => flatten({ aligned: alignedMean(samples, present) }, width, present && { aligned: mostShared(present) })),
      size,
      width,
      random,
    );
  const segments = flatten(samples, width, present);
  return initial === 'samples' ? draw(segments, size, width, random) : kMeans(segments, size, width, random);
}

/** All segments of all modalities that are there, one after the other: [S * D]. */
function flatten(samples: PerModality<tf.Tensor3D>, width: number, present: PerModality<tf.Tensor2D> | undefined): Float32Array {
  const blocks = Object.entries(samples).map(([modality, z]) => {
    if (z.rank === 3 && z.shape[2] % width === 0 && z.size > 0) return rowsOf(z, present?.[modality]);
    throw new CmgError(`expected a tensor of shape [B, T, ${width}], got [${z.shape.join(', ')}]`, {
      where: `first features of '${modality}'`,
    });
  });
  const all = new Float32Array(blocks.reduce((total, block) => total + block.length, 0));
  let offset = 0;
  for (const block of blocks) {
    all.set(block, offset);
    offset += block.length;
  }
  return all;
}

/** The segments [B, T, D] that are there, [S * D]. */
function rowsOf(z: tf.Tensor3D, present: tf.Tensor2D | undefined): Float32Array {
  const values = z.dataSync<'float32'>();
  if (present === undefined) return values;
  const [there, width] = [present.dataSync(), z.shape[2]];
  return values.filter((_, i) => there[Math.floor(i / width)] === 1);
}

/** `size` different segments; if there are fewer, the rest are repeats that are moved a little. */
function draw(segments: Float32Array, size: number, width: number, random: Random): Float32Array {
  const order = random.permutation(segments.length / width);
  const codes = new Float32Array(size * width);
  for (let k = 0; k < size; k++) {
    const row = order[k % order.length] as number;
    const source = segments.subarray(row * width, (row + 1) * width);
    const repeat = k >= order.length;
    for (let d = 0; d < width; d++) {
      const value = source[d] as number;
      codes[k * width + d] = repeat ? value + random.normal(0, SPREAD * (Math.abs(value) + SPREAD)) : value;
    }
  }
  return codes;
}
