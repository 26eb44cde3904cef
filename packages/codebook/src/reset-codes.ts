import { type Assignment, forModality, hostValue, type PerModality, type Random, type ResetOptions } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { alignedMean, mostShared } from './aligned-mean.js';
import type { EmaState } from './ema-state.js';
import { mergeCodes } from './merge-codes.js';
import { partsOf } from './parts-of.js';

/** How far from an active code its copy starts, at most. */
const NOISE = 1 / 1024;

export const resetOptions = z.strictObject({
  rule: z
    .enum(['any', 'every'])
    .default('any')
    .describe('a code stays alive while any modality uses it (official), or only while every modality does (paper)'),
  patience: z.int().min(1).default(50).describe('batches without use that a code survives; 300 in paper and official code'),
  leastCount: z
    .number()
    .min(0)
    .default(0)
    .describe('a code is also dead if N, the moving average of how many segments fall on it in a batch, is below this; 0: no such limit'),
  donor: z
    .enum(['segment', 'aligned', 'active-code'])
    .default('segment')
    .describe(
      'what replaces a dead code: a random segment of the batch, the mean of all modalities at a random segment, or a random ' +
        'code in use, moved a little (official)',
    ),
  activeWithin: z.int().min(1).default(20).describe('a donor code must have been used within this many batches; 100 in the official code'),
  apart: z
    .number()
    .min(0)
    .default(0)
    .describe(
      'codes that are closer than this become one (squared distance, as a share of the variance of segments that modalities agree on); 0: none do',
    ),
  writes: z
    .enum(['all', 'codes'])
    .default('all')
    .describe('the code and its averages, or the code alone (official), which the next EMA update undoes if no segment falls on it'),
});

/** Random numbers of a reset; called within a host value, as they differ from step to step. */
type RandomOf = (label: string) => Random;

/**
 * Replaces codes that are no longer used. A code is dead if it has not been used for more than `patience` batches, by any modality
 * (`any`) or by one of them (`every`), or if its count N has fallen below `leastCount`. It becomes
 *
 * - `segment`: a random segment of the batch, of any modality, a different one for each dead code;
 * - `aligned`: the mean of all modalities at a random clip and segment of the batch;
 * - `active-code`: a random code that was used within `activeWithin` batches, plus uniform +-1/1024. If there is none, the code
 *   stays as it is.
 *
 * Its counters become 0, and with `writes: all` N = max(1, leastCount) and m = E N. Random draws come from
 * `batch.random.fork('code-reset')`. Nothing is read back to the host: only the device knows which codes are dead, so a donor
 * is computed for every code. Segments that a clip lacks replace none; a mean is over the modalities that have the segment, at one that no
 * other is shared by more of. With `apart` above 0, codes that say the same are then merged, see {@link mergeCodes}. Pure. Training only. Paper: codebook reset, with MM-EMA.
 *
 * @param level the level that the codes belong to, if there are several: each draws its own donors
 */
export function resetCodes(codebook: EmaState, batch: Assignment, options: ResetOptions, level = 0): EmaState {
  const { rule, donor, patience, leastCount, activeWithin } = options;
  return tf.tidy(() => {
    const sinceUse: tf.Tensor1D = rule === 'any' ? codebook.sinceUse.min(0) : codebook.sinceUse.max(0);
    const unused = tf.greater(sinceUse, patience);
    const dead = leastCount === 0 ? unused : tf.logicalOr(unused, tf.less(codebook.emaCount, leastCount));
    const randomOf: RandomOf = (label) =>
      (level === 0 ? batch.random.fork('code-reset') : batch.random.fork('code-reset', 'level', level)).fork(label);
    const merged = (next: EmaState) => (options.apart === 0 ? next : mergeCodes(next, batch, options.apart));
    if (donor !== 'active-code')
      return merged(replace(codebook, dead, randomSegments(batch, donor, dead, codebook.embedding.shape[1], randomOf), options));
    const inUse = tf.logicalAnd(tf.greaterEqual(sinceUse, 0), tf.less(sinceUse, activeWithin));
    const active = tf.logicalAnd(inUse, tf.logicalNot(dead));
    return merged(replace(codebook, tf.logicalAnd(dead, tf.any(active)), randomCodes(codebook.embedding, active, randomOf), options));
  });
}

/** [K, width]: for each dead code a different segment (with heads, a different part of one), as long as there are enough. */
function randomSegments(
  { modalities, semantic, present }: Assignment,
  donor: 'segment' | 'aligned',
  dead: tf.Tensor,
  width: number,
  randomOf: RandomOf,
): tf.Tensor2D {
  const rows = (z: tf.Tensor3D): tf.Tensor2D => z.reshape([-1, width]);
  const segments =
    donor === 'aligned' ? rows(alignedMean(semantic, present)) : tf.concat(modalities.map((m) => rows(forModality(semantic, m))));
  const [codes, count] = [dead.size, segments.shape[0]];
  const drawn = (length: number) =>
    hostValue(() => {
      const order = randomOf('segment').permutation(count);
      return tf.tensor1d(
        Int32Array.from({ length }, (_, i) => order[i % count] as number),
        'int32',
      );
    });
  const inTurn =
    present === undefined ? drawn(codes) : amongThose(drawn(count), eligible(modalities, semantic, present, donor, width), codes);
  const turn = tf.relu(tf.sub(tf.cumsum(tf.cast(dead, 'float32')), 1)).cast('int32');
  return tf.gather(segments, tf.gather(inTurn, turn));
}

/** Which of the segments (with heads, of their parts) are there to replace a code, 1 or 0, [count]. */
function eligible(
  modalities: readonly string[],
  semantic: PerModality<tf.Tensor3D>,
  present: PerModality<tf.Tensor2D>,
  donor: 'segment' | 'aligned',
  width: number,
): tf.Tensor1D {
  const first = forModality(semantic, modalities[0] as string);
  if (donor === 'aligned') return partsOf(mostShared(present), first, width);
  return tf.concat1d(modalities.map((m) => partsOf(forModality(present, m), forModality(semantic, m), width)));
}

/** The first `length` of an order [count] of what is eligible [count], from the start again if there are fewer; int32 [length]. */
function amongThose(order: tf.Tensor1D, those: tf.Tensor1D, length: number): tf.Tensor1D {
  const count = order.size;
  const place = tf.add(tf.range(count, 0, -1), tf.mul(tf.gather(those, order), count));
  const first = tf.gather(order, tf.topk(place, count).indices);
  const turn = tf.range(0, length);
  const all = tf.maximum(tf.sum(those), 1);
  const again = tf.sub(turn, tf.mul(tf.floor(tf.div(turn, all)), all));
  return tf.gather(first, tf.cast(again, 'int32'));
}

/** [K, D]: for each code a random active code, moved a little. */
function randomCodes(embedding: tf.Tensor2D, active: tf.Tensor, randomOf: RandomOf): tf.Tensor2D {
  const [size, width] = embedding.shape;
  const order = tf.range(size, 0, -1);
  const activeFirst = tf.topk(tf.where(active, tf.add(order, size), order), size).indices;
  const count = tf.sum(tf.cast(active, 'float32'));
  const share = hostValue(() => tf.tensor1d(randomOf('donor').uniforms(size)));
  const drawn = tf.floor(tf.mul(share, count));
  const chosen = tf.gather(activeFirst, tf.relu(tf.minimum(drawn, tf.sub(count, 1))).cast('int32'));
  return tf.add(tf.gather(embedding, chosen), noise(size, width, randomOf));
}

/** [rows, columns], each element uniform in +-NOISE: the sum of one draw per row and one per column, modulo 1, which needs few draws. */
function noise(rows: number, columns: number, randomOf: RandomOf): tf.Tensor2D {
  const draws = hostValue(() => tf.tensor1d(randomOf('noise').uniforms(rows + columns)));
  const [byRow, byColumn] = tf.split(draws, [rows, columns]) as [tf.Tensor, tf.Tensor];
  const sum = tf.add(byRow.reshape([rows, 1]), byColumn);
  return tf.mul(tf.sub(sum, tf.add(tf.floor(sum), 0.5)), 2 * NOISE);
}

/** The state with `donors` [K, D] in the places of the `dead` codes, bool [K]. */
function replace(
  codebook: EmaState,
  dead: tf.Tensor,
  donors: tf.Tensor2D,
  { writes, leastCount }: Pick<ResetOptions, 'writes' | 'leastCount'>,
): EmaState {
  const rows = dead.expandDims(1);
  const embedding = tf.where<tf.Tensor2D>(rows, donors, codebook.embedding);
  const sinceUse: tf.Tensor2D = tf.mul(codebook.sinceUse, tf.cast(tf.logicalNot(dead), 'float32'));
  if (writes === 'codes') return { ...codebook, embedding, sinceUse };
  const count = Math.max(1, leastCount);
  const emaCount = tf.where<tf.Tensor1D>(dead, tf.fill([dead.size], count), codebook.emaCount);
  const emaSum = tf.where<tf.Tensor2D>(rows, count === 1 ? donors : tf.mul(donors, count), codebook.emaSum);
  return { embedding, sinceUse, emaCount, emaSum };
}
