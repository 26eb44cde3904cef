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
 * modalities (`any`) or in one of them (`every`). It becomes
 *
 * - `segment`: a random segment of the batch, of any modality, a different one for each dead code;
 * - `aligned`: the mean of all modalities at a random clip and segment of the batch;
 * - `active-code`: a random code that was used within `activeWithin` batches, plus uniform +-1/1024. Without one, nothing
 *   is done.
 *
 * Its counters become 0, and with `writes: all` N = 1 and m = E. Chance comes from `batch.random.fork('code-reset')`.
 * The counters are read to the host each time; where no code is dead the same state is returned. Pure. Training only.
 * Paper: codebook reset, with MM-EMA.
 */
export function resetCodes(codebook: CodebookState, batch: Assignment, options: ResetOptions): CodebookState {
  const sinceUse = tf.tidy(() =>
    (options.rule === 'any' ? codebook.sinceUse.min(0) : codebook.sinceUse.max(0)).dataSync<'float32'>(),
  );
  const dead = codesWhere(sinceUse, (batches) => batches > options.patience);
  if (dead.length === 0) return codebook;
  const random = batch.random.fork('code-reset');
  const { donor } = options;
  if (donor !== 'active-code') {
    return replace(codebook, dead, options, () => randomSegments(batch, donor, dead.length, random.fork('segment')));
  }
  const active = codesWhere(sinceUse, (batches) => batches >= 0 && batches < options.activeWithin && batches <= options.patience);
  if (active.length === 0) return codebook;
  return replace(codebook, dead, options, () => {
    const donors = dead.map(() => random.pick(active));
    const noise = random.uniforms(dead.length * codebook.embedding.shape[1], -NOISE, NOISE);
    return tf.gather(codebook.embedding, donors).add(tf.tensor2d(noise, [dead.length, codebook.embedding.shape[1]]));
  });
}

function codesWhere(sinceUse: Float32Array, test: (batches: number) => boolean): number[] {
  return Array.from(sinceUse.keys()).filter((code) => test(sinceUse[code] as number));
}

/** [count, D]: different segments while there are enough. */
function randomSegments(
  { modalities, semantic }: Assignment,
  donor: 'segment' | 'aligned',
  count: number,
  random: Assignment['random'],
): tf.Tensor2D {
  const rows = (z: tf.Tensor3D): tf.Tensor2D => z.reshape([-1, z.shape[2]]);
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
    return {
      embedding,
      sinceUse,
      emaCount: put(codebook.emaCount, tf.ones([dead.length])),
      emaSum: put(codebook.emaSum, vectors),
    };
  });
  return next as unknown as CodebookState;
}
