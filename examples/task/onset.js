import { defineTask, inMemory } from '@cmg/core';
import { transferShape, wholeSplit } from '@cmg/tasks';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';

const options = z.strictObject({
  ...transferShape, // which clips, how long the head is trained
  learningRate: z.number().positive().default(0.03).describe('of Adam; a head of so few parameters takes long steps'),
});

/**
 * When an event begins: how many segments are silent before it.
 *
 * Each code k starts the event with a probability of its own, p_k = sigmoid(E_k w + b). Segments 0 to t are silent with the probability
 * prod_{s <= t} (1 - p_s), and the sum of that over t is the expected number of silent segments. Squared error.
 */
export default defineTask({
  name: 'onset',
  description: 'the segment in which the event of a clip begins',
  options,

  async targets(_, { dataset, split, modality }) {
    const { segments } = dataset;
    const { clipClasses, segmentClasses } = await dataset.labels(split);
    const onsets = Float32Array.from(clipClasses, (_, clip) => {
      const onset = segmentClasses[modality].subarray(clip * segments, (clip + 1) * segments).findIndex((label) => label >= 0);
      return onset === -1 ? segments : onset;
    });
    return inMemory({ data: onsets, shape: [onsets.length] });
  },

  createHead(_, { parameters, embedding }) {
    const weight = parameters.variable('weight', [embedding.shape[1], 1], ([width], random) => random.uniforms(width, -0.1, 0.1));
    const bias = parameters.variable('bias', [], () => Float32Array.of(-1));
    return {
      apply: (indices) =>
        tf.tidy(() => {
          const logits = tf.matMul(embedding, weight).add(bias).reshape([-1]); // of each code
          const silent = tf.neg(tf.softplus(tf.gather(logits, indices.squeeze([2])))); // log(1 - p), [B, T]
          return tf.exp(tf.cumsum(silent, 1)).sum(1); // [B]
        }),

      loss: (onsets, targets) => tf.losses.meanSquaredError(targets, onsets),

      async measure(batches) {
        const { outputs, targets } = await wholeSplit(batches);
        const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
        const average = mean(targets.data);
        const errors = targets.data.map((target, clip) => outputs.data[clip] - target);
        const spread = mean(targets.data.map((target) => (target - average) ** 2));
        return {
          primary: 'explained',
          scores: { explained: 100 * (1 - mean(errors.map((error) => error ** 2)) / spread), error: mean(errors.map(Math.abs)) },
          chance: 0,
        };
      },
    };
  },
});
