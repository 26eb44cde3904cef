import { CmgError, type CodeAssignment, type EmaOptions } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import type { EmaState } from './ema-state.js';

/** The switches of an EMA of codes; every objective that learns the codebook takes them. */
export const emaOptions = z.strictObject({
  decay: z.number().min(0).lt(1).default(0.99).describe('g, the share of its past that an average keeps in one update'),
  epsilon: z.number().min(0).default(1e-5).describe('Laplace smoothing of the counts, so that none is 0; 0 turns it off (paper)'),
  order: z
    .enum(['sequential', 'joint'])
    .default('sequential')
    .describe('one update per modality, in the order of the run (official), or one update for all of them (paper)'),
});

/**
 * The codes as moving averages of what falls on them. With $n^m_i$ the number of segments of modality m on code i and $v^m_i$ the
 * sum of the vectors that they contribute, an update with decay $g$ is
 *
 * $$ N \gets g N + (1-g) n, \quad N \gets \frac{N + \epsilon}{\sum N + K \epsilon} \sum N, \quad m \gets g m + (1-g) v, \quad E \gets m / N $$
 *
 * - `sequential`: one update for each modality in turn. The counts are smoothed each time, and the past fades by $g^M$.
 * - `joint`: one update with $n = \sum_m n^m$ and $v = \sum_m v^m$; the order of the modalities does not matter. At the same decay the
 *   codes move M times more slowly once the averages have filled.
 *
 * Segments whose index is -1 are not there.
 *
 * Deterministic; independent of the order of the batch up to rounding. Pure: no tensor of the input is disposed. Training
 * only. Van den Oord et al. 2017, appendix A.1; equation 7 of the paper (`joint`).
 *
 * @param shares what each modality assigns to the codes
 * @throws CmgError if they do not fit each other or the codebook.
 */
export function emaUpdate(codebook: EmaState, shares: readonly CodeAssignment[], options: EmaOptions): EmaState {
  const { embedding, emaCount, emaSum, sinceUse } = codebook;
  expectShares(shares, embedding.shape);
  const { decay, order } = options;
  return tf.tidy(() => {
    const { counts, sums } = tally(shares, embedding.shape[0]);
    const updates = order === 'joint' ? [{ count: counts.sum(0), sum: sums.sum(0) }] : byShare(counts, sums);
    let count: tf.Tensor = emaCount;
    let sum: tf.Tensor = emaSum;
    for (const update of updates) {
      count = smooth(count.mul(decay).add(update.count.mul(1 - decay)), options.epsilon);
      sum = sum.mul(decay).add(update.sum.mul(1 - decay));
    }
    const codes = sum.div(count.expandDims(1));
    return { embedding: codes as tf.Tensor2D, emaCount: count as tf.Tensor1D, emaSum: sum as tf.Tensor2D, sinceUse };
  });
}

/**
 * n [M, K] and v [M, K, D] by one product with the one-hot indices. A scatter takes less time, but on a GPU it adds in any
 * order, so that the same seed would no longer give the same run.
 */
function tally(shares: readonly CodeAssignment[], size: number): { counts: tf.Tensor; sums: tf.Tensor } {
  const segments = (shares[0] as CodeAssignment).indices.size;
  const hits = tf.oneHot(tf.stack(shares.map(({ indices }) => indices.reshape([segments]))), size).cast('float32');
  const vectors = tf.stack(shares.map((share) => share.vectors.reshape([segments, -1])));
  return { counts: hits.sum(1), sums: tf.matMul(hits, vectors, true) };
}

function byShare(counts: tf.Tensor, sums: tf.Tensor): { count: tf.Tensor; sum: tf.Tensor }[] {
  const ofShares = tf.unstack(sums);
  return tf.unstack(counts).map((count, i) => ({ count, sum: ofShares[i] as tf.Tensor }));
}

function smooth(count: tf.Tensor, epsilon: number): tf.Tensor {
  if (epsilon === 0) return count;
  const total = count.sum();
  return count.add(epsilon).mul(total.div(total.add(count.size * epsilon)));
}

function expectShares(shares: readonly CodeAssignment[], [, width]: readonly [number, number]): void {
  const [first] = shares;
  if (first === undefined) throw new CmgError('nothing falls on the codes: expected at least one modality, got none');
  const [batch, segments, heads] = first.indices.shape;
  const expected = `indices [${batch}, ${segments}, ${heads}] and vectors [${batch}, ${segments}, ${width * heads}]`;
  for (const { indices, vectors } of shares) {
    const actual = `indices [${indices.shape.join(', ')}] and vectors [${vectors.shape.join(', ')}]`;
    if (actual !== expected) throw new CmgError(`expected ${expected}, got ${actual}`, { where: 'emaUpdate' });
  }
}
