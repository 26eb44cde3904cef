import { of, type Assignment, type CodebookState } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { alignedMean } from './aligned-mean.js';

/** How far from its donor a code starts that replaces a dead one. */
const NOISE = 1 / 1024;

export const resetOptions = z.strictObject({
  rule: z
    .enum(['any', 'every'])
    .default('any')
    .describe('a code lives while any modality uses it (official), or only while every modality does (paper)'),
  patience: z.int().min(1).default(50).describe('batches without use that a code survives; 300 in paper and official code'),
  leastCount: z
    .number()
    .min(0)
    .default(0)
    .describe("a code also dies where N, the moving average of the segments that fall on it in a batch, is below this; 0: none does"),
  donor: z
    .enum(['segment', 'aligned', 'active-code'])
    .default('segment')
    .describe(
      'what replaces a dead code: a random segment of the batch, the mean of all modalities at a random segment, or a random ' +
        'code in use, moved a little (official)',
    ),
  activeWithin: z.int().min(1).default(20).describe('a donor code was used within so many batches; 100 in the official code'),
  writes: z
    .enum(['all', 'codes'])
    .default('all')
    .describe('the code and its averages, or the code alone (official), which the next EMA update undoes if nothing falls on it'),
});

export type ResetOptions = z.infer<typeof resetOptions>;

/**
 * Replaces codes that are no longer used. A code is dead where it went without use for more than `patience` batches, in all
 * modalities (`any`) or in one of them (`every`), or where its count N fell below `leastCount`. It becomes
 *
 * - `segment`: a random segment of the batch, of any modality, a different one for each dead code;
 * - `aligned`: the mean of all modalities at a random clip and segment of the batch;
 * - `active-code`: a random code that was used within `activeWithin` batches, plus uniform +-1/1024. Without one, nothing
 *   is done.
 *
 * Its counters become 0, and with `writes: all` N = max(1, leastCount) and m = E N. Chance comes from
 * `batch.random.fork('code-reset')`. The counters, with a `leastCount` N too, are read to the host each time; where no code is
 * dead the same state is returned. Pure. Training only. Paper: codebook reset, with MM-EMA.
 */
export function resetCodes(codebook: CodebookState, batch: Assignment, options: ResetOptions): CodebookState {
  const { rule, donor } = options;
  const sinceUse = tf.tidy(() => (rule === 'any' ? codebook.sinceUse.min(0) : codebook.sinceUse.max(0)).dataSync<'float32'>());
  const dead = deadCodes(sinceUse, codebook.emaCount, options);
  if (dead.length === 0) return codebook;
  const random = batch.random.fork('code-reset');
  const width = codebook.embedding.shape[1];
  if (donor !== 'active-code') {
    return replace(codebook, dead, options, () => randomSegments(batch, donor, dead.length, width, random.fork('segment')));
  }
  const active = codesWhere(sinceUse, (batches, code) => batches >= 0 && batches < options.activeWithin && !dead.includes(code));
  if (active.length === 0) return codebook;
  return replace(codebook, dead, options, () => {
    const donors = dead.map(() => random.pick(active));
    const noise = random.uniforms(dead.length * width, -NOISE, NOISE);
    return tf.gather(codebook.embedding, donors).add(tf.tensor2d(noise, [dead.length, width]));
  });
}

function deadCodes(sinceUse: Float32Array, emaCount: tf.Tensor1D, { patience, leastCount }: ResetOptions): number[] {
  const counts = leastCount === 0 ? undefined : emaCount.dataSync<'float32'>();
  return codesWhere(sinceUse, (batches, code) => batches > patience || (counts !== undefined && (counts[code] as number) < leastCount));
}

function codesWhere(sinceUse: Float32Array, test: (batches: number, code: number) => boolean): number[] {
  return Array.from(sinceUse.keys()).filter((code) => test(sinceUse[code] as number, code));
}

/** [count, width]: different segments, or with heads different parts of segments, while there are enough. */
function randomSegments(
  { modalities, semantic }: Assignment,
  donor: 'segment' | 'aligned',
  count: number,
  width: number,
  random: Assignment['random'],
): tf.Tensor2D {
  const rows = (z: tf.Tensor3D): tf.Tensor2D => z.reshape([-1, width]);
  const segments = donor === 'aligned' ? rows(alignedMean(semantic)) : tf.concat(modalities.map((m) => rows(of(semantic, m))));
  const order = random.permutation(segments.shape[0] as number);
  const chosen = Array.from({ length: count }, (_, i) => order[i % order.length] as number);
  return tf.gather(segments, chosen) as tf.Tensor2D;
}

/** The state with `donors` [dead.length, D] in the places of the dead codes. */
function replace(
  codebook: CodebookState,
  dead: readonly number[],
  options: ResetOptions,
  donors: () => tf.Tensor,
): CodebookState {
  const size = codebook.embedding.shape[0];
  const source = Int32Array.from({ length: size }, (_, code) => code);
  const alive = new Float32Array(size).fill(1);
  for (const [i, code] of dead.entries()) {
    source[code] = size + i;
    alive[code] = 0;
  }
  const next = tf.tidy(() => {
    const vectors = donors();
    const from = tf.tensor1d(source, 'int32');
    const put = <T extends tf.Tensor>(old: T, rows: tf.Tensor): T => tf.gather(tf.concat([old, rows]), from) as T;
    const embedding = put(codebook.embedding, vectors);
    const sinceUse = codebook.sinceUse.mul(alive);
    if (options.writes === 'codes') return { ...codebook, embedding, sinceUse };
    const count = Math.max(1, options.leastCount);
    return {
      embedding,
      sinceUse,
      emaCount: put(codebook.emaCount, tf.fill([dead.length], count)),
      emaSum: put(codebook.emaSum, count === 1 ? vectors : vectors.mul(count)),
    };
  });
  return next as unknown as CodebookState;
}
