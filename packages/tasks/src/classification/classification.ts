import { CmgError, type ClipValues, type Head, type HeadBuild, inMemory, type Task, type TaskSource } from '@cmg/core';
import { linear } from '@cmg/nn';
import type * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { transferShape } from '../transfer/transfer-options.js';
import { wholeSplit } from '../transfer/whole-split.js';
import { classificationMeasures } from './classification-measures.js';
import { maxOverSegments } from './max-over-segments.js';
import { softmaxCrossEntropy } from './softmax-cross-entropy.js';

const options = z.strictObject({
  ...transferShape,
  hidden: z.int().min(1).default(256).describe('width of the hidden layer of the head'),
});

export type ClassificationOptions = z.infer<typeof options>;

/**
 * Event classification: which event a clip shows.
 *
 * logits = W2 max_t(W1 q_t + b1) + b2, [B, C]; softmax cross entropy, mean over the batch; accuracy. W1 q_t + b1 depends
 * on the code alone, so it is computed for the K codes and gathered for the segments.
 *
 * The head of the AVE experiments in "Achieving Cross Modal Generalization with Multimodal Unified Representation"
 * (NeurIPS 2023), section 4.
 */
export const classification: Task<ClassificationOptions> = {
  name: 'classification',
  description: 'which event a clip shows: accuracy of a two-layer head on the codes of a clip',
  options,
  targets: async (_, source) => clipClasses(source),
  createHead: (chosen, build) => createHead(chosen, build),
};

/** The class of each clip. */
async function clipClasses({ dataset, split }: TaskSource): Promise<ClipValues> {
  const { clips } = await dataset.labels(split);
  const wrong = clips.findIndex((label) => !(label >= 0 && label < dataset.classes.length));
  if (wrong >= 0) {
    throw new CmgError(`its class is ${clips[wrong]}; expected 0 to ${dataset.classes.length - 1}`, {
      where: `labels of ${split}, clip ${wrong}`,
    });
  }
  return inMemory({ data: Float32Array.from(clips), shape: [clips.length] });
}

function createHead({ hidden }: ClassificationOptions, { parameters, embedding, classes }: HeadBuild): Head {
  const project = linear(parameters.child('project'), embedding.shape[1], hidden);
  const classify = linear(parameters.child('classify'), hidden, classes.length);
  return {
    apply: (indices) => classify(maxOverSegments(project(embedding) as tf.Tensor2D, indices)),
    loss: (logits, targets) => softmaxCrossEntropy(logits as tf.Tensor2D, targets.toInt() as tf.Tensor1D),
    async measure(batches) {
      const { outputs, targets } = await wholeSplit(batches);
      return classificationMeasures(outputs, targets, classes);
    },
  };
}
