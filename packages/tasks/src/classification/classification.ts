import type { Head, HeadBuild, Task } from '@cmg/core';
import type * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { readsOption } from '../codes/reads.js';
import { transferShape } from '../transfer/transfer-options.js';
import { wholeSplit } from '../transfer/whole-split.js';
import { clipClasses } from './clip-classes.js';
import { clipEvents, showsSeveral } from './clip-events.js';
import { clipClassifier, pooling } from './clip-classifier.js';
import { classificationMeasures } from './classification-measures.js';
import { decisions } from './decisions.js';
import { linearProbe, ONE_CLASS, SEVERAL_CLASSES } from './linear-probe.js';
import { severalEventsHead } from './several-events-head.js';
import { softmaxCrossEntropy } from './softmax-cross-entropy.js';

const options = z.strictObject({
  ...transferShape,
  reads: readsOption,
  hidden: z.int().min(1).default(256).describe('width of the hidden layer of the head; pool: vote has none'),
  pool: pooling,
});

export type ClassificationOptions = z.infer<typeof options>;

/**
 * Event classification: which event a clip shows.
 *
 * A head on the codes of a clip (`clipClassifier`), [B, C]; softmax cross entropy, mean over the batch; accuracy.
 *
 * Where a training clip shows several events, its targets are all those that it shows in the modality, [C], and the head says of each
 * class whether it is there (`severalEventsHead`); mAP and F1.
 *
 * With `pool: max` it is the head of the AVE experiments in "Achieving Cross Modal Generalization with Multimodal Unified Representation"
 * (NeurIPS 2023), section 4.
 */
export const classification: Task<ClassificationOptions> = {
  name: 'classification',
  description: 'which event a clip shows: accuracy of a head on the codes of a clip; mAP where clips show several events',
  options,
  readsPresent: true,
  targets: async ({ trainSplit }, source) => ((await showsSeveral(source.dataset, trainSplit)) ? clipEvents(source) : clipClasses(source)),
  createHead: (options, build) => (build.targetShape?.length === 1 ? severalEventsHead : oneEventHead)(options, build),
  probe: async (options, { dataset, modality }) =>
    linearProbe(dataset, modality, options, (await showsSeveral(dataset, options.trainSplit)) ? SEVERAL_CLASSES : ONE_CLASS),
};

function oneEventHead(options: ClassificationOptions, build: HeadBuild): Head {
  const { classes } = build;
  return {
    apply: clipClassifier(build, options, classes.length),
    loss: (logits, targets) => softmaxCrossEntropy(logits as tf.Tensor2D, targets as tf.Tensor1D),
    async measure(batches) {
      const { outputs, targets } = await wholeSplit(batches);
      return classificationMeasures(outputs, targets, classes);
    },
    predict: (logits) => decisions(logits).map(({ predicted, confidence }) => [{ class: classes[predicted] as string, score: confidence }]),
  };
}
