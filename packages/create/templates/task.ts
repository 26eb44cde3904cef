import { CmgError, defineTask, inMemory } from '@cmg/core';
import { classificationMeasures, transferShape } from '@cmg/tasks';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';

const options = z.strictObject({
  ...transferShape,
  smoothing: z.number().min(0).lt(1).default(0).describe('label smoothing: this fraction of each target is spread over all classes'),
});

/**
 * Which class a clip has, by a linear map of how often each code occurs in it: logits = h (E W) + b, where h [B, K] are the fractions
 * of a clip's segments on each code and E [K, D] the codes. Softmax cross entropy; accuracy in percent.
 */
export const exampleTask = defineTask({
  name: 'example',
  description: 'the class of a clip, by how often each code occurs in it',
  options,

  async targets(_, { dataset, split }) {
    const { clipClasses } = await dataset.labels(split);
    const wrong = clipClasses.find((label) => label < 0 || label >= dataset.classes.length);
    if (wrong !== undefined)
      throw new CmgError(`a clip has class ${wrong}, expected 0 to ${dataset.classes.length - 1}`, { where: `labels of ${split}` });
    return inMemory({ data: Float32Array.from(clipClasses), shape: [clipClasses.length] });
  },

  createHead({ smoothing }, { parameters, embedding, classes }) {
    const [codes, width] = embedding.shape;
    const weight = parameters.variable('weight', [width, classes.length], ([rows = 1, columns = 1], random) => {
      const limit = 1 / Math.sqrt(rows);
      return random.uniforms(rows * columns, -limit, limit);
    });
    const bias = parameters.variable('bias', [classes.length], () => new Float32Array(classes.length));
    return {
      apply: (indices) =>
        tf.tidy(() => {
          const clips = indices.shape[0];
          const shares: tf.Tensor2D = tf
            .oneHot(tf.cast(indices.reshape([-1]), 'int32'), codes)
            .cast('float32')
            .reshape([clips, -1, codes])
            .mean(1);
          const perCode: tf.Tensor2D = tf.matMul(embedding, weight);
          return tf.add(tf.matMul(shares, perCode), bias);
        }),

      loss: (logits, targets) =>
        tf.tidy(() => {
          const exact = tf.oneHot(tf.cast(targets, 'int32'), classes.length).cast('float32');
          const wanted = exact.mul(1 - smoothing).add(smoothing / classes.length);
          return tf.neg(tf.mul(wanted, tf.logSoftmax(logits)).sum(1).mean()) as tf.Scalar;
        }),

      async measure(batches) {
        const [logits, targets]: number[][] = [[], []];
        for await (const batch of batches) {
          for (const value of batch.outputs.data) logits?.push(value);
          for (const value of batch.targets.data) targets?.push(value);
        }
        const clips = targets?.length ?? 0;
        return classificationMeasures(
          { data: Float32Array.from(logits ?? []), shape: [clips, classes.length] },
          { data: Float32Array.from(targets ?? []), shape: [clips] },
          classes,
        );
      },

      predict: ({ data, shape: [clips = 0] }) =>
        Array.from({ length: clips }, (_, clip) => {
          const logits = data.subarray(clip * classes.length, (clip + 1) * classes.length);
          const largest = Math.max(...logits);
          const score = 1 / logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0);
          return [{ class: classes[logits.indexOf(largest)] as string, score }];
        }),
    };
  },
});
