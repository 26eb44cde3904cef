import type { ForwardContext, HeadBuild, NdArray } from '@cmg/core';
import { constantInitializer, pairwiseDistances } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';

/** From this size of a table on codes are read as they are: each would be compared with all. */
const LARGEST = 4096;

/** What stands for log 0. */
const NEVER = -1e9;

/** What a head makes of codes that no labelled clip has: see {@link familiarCodes}. */
export const unseenCodes = z
  .enum(['neighbours', 'own'])
  .default('neighbours')
  .describe(
    'codes that no labelled clip has are read as the mean of those nearby that some have, or as the head would by itself (published)',
  );

/** Outputs of a head for each code. */
export interface FamiliarCodes {
  /** Counts the codes of the clips that the head is trained on, as many [B, T, L] as there are, before training. */
  readonly count: (batches: AsyncIterable<NdArray<Int32Array>>) => Promise<void>;
  /**
   * [V, C] -> [V, C]: what was computed from each code -> what is read. In training, where all codes are familiar, it is the same, and so
   * it is where rows are not the codes but segments, [R, D] -> [R, C].
   */
  readonly read: (rows: tf.Tensor2D, outputs: tf.Tensor2D, context: ForwardContext) => tf.Tensor2D;
}

/**
 * A head knows the codes of the labelled modality alone; another modality has some of its own, mostly where nothing happens, for which the
 * head's output is a guess that may as well be an event. With n_k the number of segments of labelled clips on code k, what is read of a code
 * with n_k = 0 is the mean of the outputs of others,
 *
 *     w_j ~ n_j exp(-||e_k - e_j||^2 / h)
 *
 * with h the median, over codes with n > 0, of the squared distance to the next of them. Nadaraya 1964, "On Estimating Regression"; Watson
 * 1964, "Smooth Regression Analysis".
 *
 * Codes of several levels, vectors in place of codes, and tables of more than 4,096 rows are read as they are. Buffers: `seen` [V], before counting 1, and `reach`, h.
 */
export function familiarCodes({ parameters, embedding }: HeadBuild, unseen: z.infer<typeof unseenCodes>): FamiliarCodes {
  const [codes] = embedding.shape;
  if (unseen === 'own' || codes > LARGEST) return { count: async () => {}, read: (_, outputs) => outputs };
  const seen = parameters.buffer('seen', [codes], constantInitializer(1));
  const reach = parameters.buffer('reach', [], constantInitializer(1));
  return {
    async count(batches) {
      const counts = new Float32Array(codes);
      for await (const { data } of batches) for (const code of data) if (code >= 0) counts[code] = (counts[code] as number) + 1;
      tf.tidy(() => {
        seen.assign(tf.tensor1d(counts));
        reach.assign(tf.scalar(medianToNext(pairwiseDistances(embedding).dataSync() as Float32Array, counts)));
      });
    },
    read(rows, outputs, { training }) {
      if (training || rows !== embedding) return outputs;
      const [counted, familiar] = [tf.maximum(seen, 1), tf.greater(seen, 0)];
      const logWeights = tf.sub(tf.log(counted), tf.div(pairwiseDistances(embedding), reach));
      const weights = tf.softmax(tf.where(tf.tile(familiar.expandDims(0), [codes, 1]), logWeights, tf.fill([codes, codes], NEVER)));
      return tf.where(familiar.expandDims(1), outputs, tf.matMul(weights, outputs));
    },
  };
}

/** Stands for infinity in files. */
const FAR = 1e30;

/** The median squared distance of a code with a count to the next such code; {@link FAR} where there is none. */
function medianToNext(distances: Float32Array, counts: Float32Array): number {
  const codes = [...counts.keys()].filter((code) => (counts[code] as number) > 0);
  const next = codes.map((code) =>
    Math.min(...codes.map((other) => (other === code ? FAR : (distances[code * counts.length + other] as number)))),
  );
  next.sort((a, b) => a - b);
  return next[Math.floor(next.length / 2)] ?? FAR;
}
